"""What the assistant says in a conversation, apart from the answers themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """What differs from one transport to the other."""

    telegram: bool
    out_of_range: str
    more_commands: tuple[str, ...] = ()


TERMINAL = Wording(
    telegram=False, out_of_range="编号只有 1 到 {count}。再输一次；要问别的，直接打字。"
)
TELEGRAM = Wording(
    telegram=True,
    out_of_range="只有 {count} 个可选，点下面的按钮就行；要问别的，再问一句。",
    more_commands=("/ask", "/export", "/forget", "/cancel"),
)

# How an answer is laid out.
STEP = "{number}. {step}"
UNIT = "注意：{unit}"
SOURCES = "出处：{sources}"
SOURCES_JOIN = "；"
SOURCE_DOCUMENT = "{short}·{parts}"
SOURCE_PARTS_JOIN = "、"
SOURCE_FACT = "{short}{article}"
SOURCE_FACTS_JOIN = "、"
SOURCE_UNCHECKED = "（待核）"
SOURCE_PRACTICE = "通行做法，没有统一规定"
SOURCE_CHECKED = "（{date}核对）"
NOT_AN_ARTICLE = "非条文"
ASIDE = "（[^）]*）"

# Verdicts.
DID_YOU_MEAN = "你想问的是哪一个？"
DID_YOU_MEAN_ONE = "你想问的是这个吗？"
UNKNOWN = "这个我没有把握，不乱答。"
UNKNOWN_HINT = "换个说法再问一次，或者从话题里找："
GUARD = "“{title}”不归我这儿答。"
GUARD_HINT = "党小组的事可以从话题里找："
ENTRY = "本条：{title}"
TOO_LONG = "太长了，挑要紧的用一句话问，比如“小组会多久开一次”。会议原话、内部文件别往这里贴。"
EMPTY = "没看到问题。直接打字问就行，比如“小组会多久开一次”。"
NONE_OF_THESE_REPLY = "那是我没认准。换个说法再问一次，或者从话题里找："
ALSO = "还问了“{title}”：{lead}全文点下面。"
AGAIN = "一句话：{lead}\n写好的就是上面那些；哪一步不清楚，就问那一步，下面几条也有关。"
AGAIN_OF_CHOICE = "刚才还没答上，想先弄清你问哪一个：从下面挑一个就行，都不是就换个说法再问。"
SAID_BEFORE = "{line}\n\n这是上一条里的。没说到你那一点，就说具体些再问，或者看看："
NO_MORE = "你问的这一点，上一条没写到。拿不准问支部书记；下面几条也许用得上："
GONE = "这一条已经改过或撤下了，再问一次吧。"

# What people type while a list is open.
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
PICK = (
    rf"(?:我?[选要]|就)?(?:[选是])?第?(?P<number>[0-9]{{1,2}}|{'|'.join(reversed(NUMERALS))})"
    "[个条项号]?[吧呗]?"
)
REJECTION = (
    "(?:以上|上面|这些|这几个|这几条|一个|一条|哪个)?(?:都|也)?(?:不是|不对|不對|不要|不行|没有|没一个对)"
    "|没有我要(?:的|问的)|不是这[个些]"
)
BARE_REJECTIONS = {"不是", "不对", "不對", "不要", "不行", "没有"}
NO_SUCH_PAGE = "已经到头了。"
COMMANDS_JOIN = " "
NO_COMMAND = "没有这个命令。能用的有 {commands}；要提问直接打字。"

# How a question ends that leaves something out; and how one begins or ends that goes on about the
# answer before it.
LEFT_OUT = "(?:呢|的话)$"
GOING_ON = f"^(?:那|可(?=[是他她它我])|但|要是|如果|万一|还有|然后|也|它|他|她|这)|{LEFT_OUT}"

# A subject and nothing else, normalised; and words that turn to another matter.
BARE_SUBJECT = (
    "(?:那|问一?下|问问|问个|关于|说说)?(?P<subject>.+?)(?:呢|方面|这?一?块|的?事儿?|的?问题)?"
)
TURNING = (
    r"^\W*(?:(?:算了|好了|行了|不说这个了?)\W*)?"
    r"(?:换个?(?:事儿?|话题|问题)|(?:再?问|说)你?个?(?:别的|另外的|其他的)(?:事儿?)?)[吧了啊]?\W*"
)

# Where a message that asks two things is cut; and what a question is known by.
BETWEEN_QUESTIONS = r"[?？;；\n]+|(?<=[，。,. ])(?:另外|还有|顺便|再问)"
WITHIN_QUESTION = "[，,。 ]+"
_ASKING = ("[几谁吗么啥咋哪怎]", "多[少久长]", "[能要是行该用算][不没]", "可不可以", "[不没]$")
ASKS = "|".join(_ASKING)

# Buttons and menus.
NONE_OF_THESE = "都不是"
ALL_TOPICS = "全部话题"
MORE_OF = "更多：{title}"
MORE = "下一页"
BACK = "上一页"
TOPICS = "能问的话题："
TOPICS_PAGE = "能问的话题（{page}/{pages}）："
TOPIC = "{title}，看哪一条？"
TOPIC_PAGE = "{title}（{page}/{pages}），看哪一条？"

# The terminal.
WELCOME = "组长助手。打字提问；出现编号时输编号；/topics 看话题，/help 看说明，/quit 退出。"
PROMPT = "你："
CHOICE = "  [{number}] {label}"
GOODBYE = "再见。"
QUIT = frozenset(["/quit", "/exit", "quit", "exit", "q", "退出", "退出程序"])
INTERRUPTED = "要退出请输入 /quit。"
RELOADED = "（知识已更新）"
NOT_RELOADED = "（知识文件有问题，继续用原来的：{problem}）"

# --explain.
EXPLAIN_ASKED = "问：{question}"
EXPLAIN_READ = "认成：{text}"
EXPLAIN_SOUND = "读音（平翘舌、前后鼻音不分）：{sound}"
EXPLAIN_EMPTY = "去掉标点和空白后什么都不剩，没有可比的。"
_OFFER = "；前三条里有对的把握 {offer:.2f}，够 {offer_at:.2f}，所以让人选"
EXPLAIN_REASONS = {
    "courtesy": "结论：寒暄“{courtesy}”，不查条目",
    "too short": "结论：不答，字太少，看不出问什么",
    "nothing near": "结论：不答，没有一个条目沾边",
    "guarded": "结论：不答，因为最像的是范围外的“{guard}”",
    "sure": "结论：直接回答 {id}，把握 {answer:.2f}，够 {answer_at:.2f} 就答",
    "unsure": "结论：直接回答的把握只有 {answer:.2f}（要 {answer_at:.2f}）" + _OFFER,
    "near tie": "结论：第一名和第二名分不开" + _OFFER,
    "bare subject": "结论：只说了个话头，没说问什么" + _OFFER,
    "guard near": "结论：范围外的“{guard}”也差不多像" + _OFFER,
    "far": "结论：不答，前三条里有对的把握只有 {offer:.2f}（要 {offer_at:.2f}）",
}
EXPLAIN_CANDIDATE = "{rank}. {title}（{id}）相似 {likeness:.0f}"
EXPLAIN_PARTS = "   字 {chars:.0f}，音 {sounds:.0f}，最像的问法 {wording:.0f}，读起来 {reading:.0f}"
EXPLAIN_PHRASING = "   最像的问法：{phrasing}"
EXPLAIN_SHARED = "   对上的字眼：{shared}"
EXPLAIN_NOTHING_SHARED = "   没有对上的字眼"
EXPLAIN_MARGIN = "第一名比第二名多 {margin:.0f}"
EXPLAIN_GUARD = "最近的护栏：{title}（{id}）相似 {likeness:.0f}"
EXPLAIN_JOIN = "、"
