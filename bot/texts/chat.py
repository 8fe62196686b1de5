"""What the assistant says in a conversation, apart from the answers themselves."""

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

# Verdicts.
DID_YOU_MEAN = "你想问的是哪一个？"
DID_YOU_MEAN_ONE = "你想问的是这个吗？"
UNKNOWN = "这个我没有把握，不乱答。"
UNKNOWN_HINT = "换个说法再问一次，或者从话题里找："
GUARD = "“{title}”不归我这儿答。"
GUARD_HINT = "党小组的事可以从话题里找："
EMPTY = "没看到问题。直接打字问就行，比如“小组会多久开一次”。"
NONE_OF_THESE_REPLY = "那是我没认准。换个说法再问一次，或者从话题里找："
GONE = "这一条已经改过或撤下了，再问一次吧。"

# Buttons and menus.
NONE_OF_THESE = "都不是"
ALL_TOPICS = "全部话题"
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
INTERRUPTED = "要退出请输入 /quit。"
RELOADED = "（知识已更新）"
NOT_RELOADED = "（知识文件有问题，继续用原来的：{problem}）"

# --explain.
EXPLAIN_ASKED = "问：{question}"
EXPLAIN_READ = "认成：{text}"
EXPLAIN_SOUND = "读音：{sound}"
EXPLAIN_EMPTY = "去掉标点和空白后什么都不剩，没有可比的。"
EXPLAIN_VERDICTS = {
    "answer": "结论：直接回答 {id}，因为答对的把握 {answer:.0%}，不低于 {answer_at:.0%}",
    "suggest": "结论：让人选，因为最像的一条答对的把握只有 {answer:.0%}（要 {answer_at:.0%}），"
    "但前三条里有对的把握 {offer:.0%}，不低于 {offer_at:.0%}",
    "unknown": "结论：不答，因为前三条里有对的把握只有 {offer:.0%}（要 {offer_at:.0%}）",
    "guard": "结论：不答，因为最像的是范围外的“{guard}”",
    "smalltalk": "结论：寒暄“{guard}”，不查条目",
}
EXPLAIN_CANDIDATE = "{rank}. {title}（{id}）相似 {likeness:.0f}"
EXPLAIN_PARTS = "   字 {chars:.0f}，音 {sounds:.0f}，最像的问法 {wording:.0f}，读起来 {reading:.0f}"
EXPLAIN_PHRASING = "   最像的问法：{phrasing}"
EXPLAIN_SHARED = "   对上的字眼：{shared}"
EXPLAIN_NOTHING_SHARED = "   没有对上的字眼"
EXPLAIN_MARGIN = "第一名比第二名多 {margin:.0f}"
EXPLAIN_GUARD = "最近的护栏：{title}（{id}）相似 {likeness:.0f}"
EXPLAIN_JOIN = "、"
