"""What is wrong with a knowledge file, said to an author who does not program."""

NOT_UTF8 = "文件不是 UTF-8 编码：记事本里“另存为”，编码选 UTF-8"
NOT_YAML = "YAML 写法不对，看看这一行和上一行的缩进、冒号、引号"
CHINESE_COLON = "栏目后面是中文冒号“：”，要改成英文冒号加一个空格“: ”"
TAB = "这一行开头有制表符（Tab），改成空格"
WIDE_SPACE = "这一行开头有全角空格，改成普通空格"
DASH_WITHOUT_SPACE = "减号“-”后面要空一格"
WRONG_DASH = "列表前面要用英文减号加一个空格“- ”"
COLON_WITHOUT_SPACE = "冒号后面要空一格"
COLON_IN_VALUE = "内容里还有冒号，给整句加英文引号"
WIDE_BRACKET = "方括号要用英文的 [ ]"
UNCLOSED_QUOTE = "从这一行开始的引号没有收尾，收尾也要用英文引号"
RUN_ON = "这一句接到了下一行，成了一句话：下一行前面要加“- ”并对齐；真要写两行的，用引号括起来"
LOST_COMMENT = "“ #”后面的字会被当成说明丢掉；要保留就给整句加英文引号，是说明就在 # 后面空一格"
SEVERAL_DOCUMENTS = "一个文件里只能有一份内容，去掉多出来的 --- 和后面的部分"
BAD_CHARACTER = "文件里有 YAML 不认的字符，多半是从别处粘贴来的控制符，删掉再存"
TOO_DEEP = "套的层数太多，这里不该有这么深"
EMPTY_FILE = "文件是空的"
EMPTY_VALUE = "这里没有内容：冒号或减号后面空一格再写；可写可不写的栏目，把整行删掉"
ALIAS = "不支持 & 和 * 引用，把内容直接写在这里"
STRANGE_KEY = "冒号左边要写普通文字"
TAG = "不支持标记 {tag}，去掉它"
QUOTE_IT = "“{text}”在 YAML 里有特殊意思，请加引号"
DUPLICATE_KEY = "“{key}”在同一项里写了两次；如果是新的一条，前面少了“- ”，不是就只留一个"
MISREAD = '“{text}”没加引号，YAML 会读成 {read}，请写成 "{text}"'
BAD_DATE = "“{text}”不是日期，要写成 2026-11-23 这样"

MISSING_FOLDER = "文件夹不在了"
MISSING_FILE = "缺这个文件"
UNREADABLE = "读不了这个文件（{reason}）"
STRAY_FILE = "这个文件不会被读：文件名要以 .yaml 结尾"
UNEXPECTED_FILE = "这个文件不在约定的位置，程序不会用它：条目放 entries/，护栏放 guards/"
NO_ENTRIES = "一个条目文件都没有"
DUPLICATE_ID = "编号 {id} 和 {first} 重了：改新加的那一处，用久了的编号别动"

SHAPE = {
    "missing": "缺“{name}”{hint}",
    "extra_forbidden": "没有“{name}”这个栏目，看看是不是写错了字",
    "string_type": "“{name}”这里要写文字；如果是数字、日期或 yes/no，请加引号",
    "string_too_short": "“{name}”是空的",
    "string_too_long": "“{name}”太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "“{name}”不能只有空格",
    "id": "“{name}”要写编号，像 before-meeting：小写英文、数字和连字符，不是标题",
    "command": "“{name}”要写成 / 加小写英文，像 /help",
    "word": "“{text}”里有逗号或顿号，会被当成一个词：各项之间用英文逗号加空格，像 [甲, 乙]",
    "han": "“{text}”这里只能有汉字，去掉标点、空格和字母",
    "surname": "“{text}”不像姓：单姓写一个字，复姓写两个字",
    "tuple_type": "“{name}”要写成列表：写在英文方括号里，像 [甲, 乙]，或每项一行，前面加“- ”",
    "dict_type": "“{name}”下面要分栏目写，每行“栏目: 内容”",
    "model_type": "“{name}”下面要分栏目写，每行“栏目: 内容”",
    "too_short": "“{name}”至少要有 {min_length} 项",
    "too_long": "“{name}”最多 {max_length} 项",
    "literal_error": "“{name}”只能是 {expected}",
    "date_type": "“{name}”要写日期，像 2026-11-23",
    "date_from_datetime_parsing": "“{name}”要写日期，像 2026-11-23",
    "int_type": "“{name}”要写整数",
    "blend_sum": "blend 的四项加起来要等于 1；重新运行 make fit",
    "float_type": "“{name}”要写小数",
}
FIELD_HINTS = {
    "id": "（编号）", "title": "（题目，当按钮用）", "phrasings": "（问法）",
    "lead": "（答案第一句）", "sources": "（依据）", "reviewed": "（核对日期）",
    "scope": "（护栏必写 out）",
    "topic": "（开头的话题）", "entries": "（条目）", "guards": "（护栏）", "order": "（排序）",
    "reply": "（回复）",
}  # fmt: skip
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
TWIN_TITLE = "题目“{title}”和 {other} 一样，选的时候分不清，改一个"
UNKNOWN_REGULATION = "规章“{name}”不在 regulations 里"
UNKNOWN_REFERENCE = "出处“{title}”不在 references 里"
DUPLICATE_PHRASING = "问法“{phrasing}”和 {other}（{place}）的一样，只留一处"
BLANK_PHRASING = "问法“{phrasing}”去掉标点就什么都不剩了"
CHAINED_SYNONYM = "“{word}”既是要换掉的词，又会被换成别的词，改成直接换到最后那个词"
SYNONYM_TWICE = "“{word}”在词表里写了两处"
NO_SURNAMES = "surnames 里一个姓都没有，这样人名遮不住"
MASKED_TWICE = "“{word}”写了两处，另一处在 {first}，只留一处"
SYNONYM_BLANK = "“{word}”去掉标点就什么都不剩了"

FEW_PHRASINGS = "{id} 只有 {count} 条问法，至少要 {limit} 条，不然认不准"
ANSWER_OVER_SCREEN = "{id} 的答案在手机上要 {count} 行，超过一屏（{limit} 行），再短一点"
UNCOVERED_CLAIM = "文章的主张 {id} 没有一个条目引用"
UNCOVERED_TAG = "标签 {tag} 没有一个条目用到"
STOLEN_PHRASING = "问“{phrasing}”，程序会先答 {winner}，不是 {owner}：换个说法，或把它挪过去"
LEAKING_GUARD = "护栏“{owner}”的问法“{phrasing}”会被当成 {winner} 来答"
STALE_CONFIDENCE = "知识改过了，把握度还是按旧的算的；别处都改好以后运行 make fit"

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
