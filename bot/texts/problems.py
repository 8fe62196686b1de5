"""What is wrong with a knowledge file, said to an author who does not program."""

NOT_UTF8 = "这一行不是 UTF-8 编码，请用 UTF-8 另存一次"
NOT_YAML = "YAML 写法不对，看看这一行和上一行的缩进、冒号、引号"
SEVERAL_DOCUMENTS = "一个文件里只能有一份内容，去掉多出来的 --- 和后面的部分"
BAD_CHARACTER = "文件里有 YAML 不认的字符，多半是从别处粘贴来的控制符，删掉再存"
TOO_DEEP = "套的层数太多，这里不该有这么深"
EMPTY_FILE = "文件是空的"
EMPTY_VALUE = "这里没有内容，补上，或者把这一行删掉"
ALIAS = "不支持 & 和 * 引用，把内容直接写在这里"
STRANGE_KEY = "冒号左边要写普通文字"
TAG = "不支持标记 {tag}，去掉它"
QUOTE_IT = "“{text}”在 YAML 里有特殊意思，请加引号"
DUPLICATE_KEY = "“{key}”在同一项里写了两次，后一个会盖掉前一个，只留一个"
MISREAD = '“{text}”没加引号，YAML 会读成 {read}，请写成 "{text}"'
BAD_DATE = "“{text}”不是日期，要写成 2026-11-23 这样"

MISSING_FILE = "缺这个文件"
UNREADABLE = "读不了这个文件（{reason}）"
UNEXPECTED_FILE = "这个文件不在约定的位置，程序不会用它：条目放 entries/，护栏放 guards/"
NO_ENTRIES = "一个条目文件都没有"
DUPLICATE_ID = "编号 {id} 和 {first} 重了，换一个"

SHAPE = {
    "missing": "缺“{name}”",
    "extra_forbidden": "没有“{name}”这个栏目，看看是不是写错了字",
    "string_type": "“{name}”这里要写文字；如果是数字、日期或 yes/no，请加引号",
    "string_too_short": "“{name}”是空的",
    "string_too_long": "“{name}”太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "“{name}”写法不对：编号用小写英文和连字符，"
    "命令以 / 开头，文字不能只有空格",
    "tuple_type": "“{name}”要写成列表，每项一行，前面加“- ”",
    "dict_type": "“{name}”下面要分栏目写，每行“栏目: 内容”",
    "model_type": "“{name}”下面要分栏目写，每行“栏目: 内容”",
    "too_short": "“{name}”至少要有 {min_length} 项",
    "too_long": "“{name}”最多 {max_length} 项",
    "literal_error": "“{name}”只能是 {expected}",
    "date_type": "“{name}”要写日期，像 2026-11-23",
    "date_from_datetime_parsing": "“{name}”要写日期，像 2026-11-23",
    "int_type": "“{name}”要写整数",
    "float_type": "“{name}”要写小数",
}
SHAPE_OTHER = "“{name}”不对：{message}"

UNKNOWN_SOURCE = "来源 {id} 在 seeds/ 里没有"
LOW_SOURCE = "来源 {id} 的可信度是 low，核实之前不能进答案"
TOO_MANY_CLAIMS = "文章的主张最多引 {limit} 条，现在是 {count} 条"
TOO_MANY_FACTS = "规章最多引 {limit} 条，现在是 {count} 条"
REPEATED_SOURCE = "来源 {id} 写了两遍"
UNKNOWN_RELATED = "related 里的 {id} 没有这个条目"
RELATED_TO_ITSELF = "related 里写了它自己"
ANSWER_TOO_LONG = "答案连出处一共 {count} 个字，必须少于 {limit} 个"
FUTURE_REVIEW = "核对日期 {date} 还没到"
TRAP_ENTRY = "误传“{wrong}”要由 {id} 来纠正，但没有这个条目"
UNKNOWN_REGULATION = "规章“{name}”不在 regulations 里"
UNKNOWN_REFERENCE = "出处“{title}”不在 references 里"
DUPLICATE_PHRASING = "问法“{phrasing}”和 {other}（{place}）的一样，只留一处"
BLANK_PHRASING = "问法“{phrasing}”去掉标点就什么都不剩了"
CHAINED_SYNONYM = "“{word}”既是要换掉的词，又会被换成别的词，改成直接换到最后那个词"
SYNONYM_TWICE = "“{word}”在词表里写了两处"
SYNONYM_BLANK = "“{word}”去掉标点就什么都不剩了"

FEW_PHRASINGS = "{id} 只有 {count} 条问法，至少要 {limit} 条，不然认不准"
ANSWER_OVER_SCREEN = "{id} 的答案在手机上要 {count} 行，超过一屏（{limit} 行），再短一点"
UNCOVERED_CLAIM = "文章的主张 {id} 没有一个条目引用"
UNCOVERED_TAG = "标签 {tag} 没有一个条目用到"
STOLEN_PHRASING = "问“{phrasing}”，程序会先答 {winner}，不是 {owner}：换个说法，或把它挪过去"
LEAKING_GUARD = "护栏“{owner}”的问法“{phrasing}”会被当成 {winner} 来答"
STALE_CONFIDENCE = "把握度是按旧的知识算的，运行 python -m bot fit 重算"

REPORT_COUNTS = (
    "条目 {entries}，问法 {phrasings}，护栏 {guards}（问法 {guard_phrasings}），话题 {topics}"
)
REPORT_CLAIMS = (
    "文章主张覆盖 {covered}/{total}，规章引用 {facts}/{all_facts}，标签 {tags}/{all_tags}"
)
REPORT_CLAIM_LINE = "  {id:<5} {count:>2} 个条目：{entries}"
REPORT_FINE = "检查通过"
REPORT_PROBLEMS = "发现 {count} 处问题"
REPORT_JOIN = "、"
CHOICES_JOIN = "、"
