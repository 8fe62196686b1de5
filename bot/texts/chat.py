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
ASIDE = "（[^）]*）"

# Verdicts.
DID_YOU_MEAN = "你想问的是哪一个？"
DID_YOU_MEAN_ONE = "你想问的是这个吗？"
UNKNOWN = "这个我没有把握，不乱答。"
UNKNOWN_HINT = "换个说法再问一次，或者从话题里找："
GUARD = "“{title}”不归我这儿答。"
GUARD_HINT = "党小组的事可以从话题里找："
ENTRY = "本条：{title}"
EMPTY = "没看到问题。直接打字问就行，比如“小组会多久开一次”。"
NONE_OF_THESE_REPLY = "那是我没认准。换个说法再问一次，或者从话题里找："
GONE = "这一条已经改过或撤下了，再问一次吧。"

# What people type while a list is open.
NUMERALS = "一二三四五六七八九十"
PICK = f"(?:我?[选要]|就)?(?:[选是])?第?(?P<number>[0-9]{{1,2}}|[{NUMERALS}])[个条项号]?[吧呗]?"
REJECTIONS = {
    *("都不是", "都不对", "都不對", "都没有", "上面都不是", "一个都不是", "没一个对"),
    *("没有我要的", "没有我要问的", "不是这个", "不是这些"),
}
OUT_OF_RANGE = "编号只有 1 到 {count}。再输一次；要问别的，直接打字。"
COMMANDS_JOIN = " "
NO_COMMAND = "没有这个命令。能用的有 {commands}；要提问直接打字。"

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
EXPLAIN_VERDICTS = {
    "answer": "结论：直接回答 {id}，把握 {answer:.2f}，够 {answer_at:.2f} 就答",
    "suggest": "结论：让人选，因为直接回答的把握是 {answer:.2f}（够 {answer_at:.2f} 才答），"
    "{tie}，前三条里有对的把握是 {offer:.2f}（够 {offer_at:.2f} 就给选）",
    "unknown": "结论：不答，因为前三条里有对的把握只有 {offer:.2f}（要 {offer_at:.2f}）",
    "guard": "结论：不答，因为最像的是范围外的“{guard}”",
    "smalltalk": "结论：寒暄“{guard}”，不查条目",
}
EXPLAIN_TIE = "第一名和第二名{apart}"
EXPLAIN_APART = {True: "分得开", False: "分不开"}
EXPLAIN_CANDIDATE = "{rank}. {title}（{id}）相似 {likeness:.0f}"
EXPLAIN_PARTS = "   字 {chars:.0f}，音 {sounds:.0f}，最像的问法 {wording:.0f}，读起来 {reading:.0f}"
EXPLAIN_PHRASING = "   最像的问法：{phrasing}"
EXPLAIN_SHARED = "   对上的字眼：{shared}"
EXPLAIN_NOTHING_SHARED = "   没有对上的字眼"
EXPLAIN_MARGIN = "第一名比第二名多 {margin:.0f}"
EXPLAIN_GUARD = "最近的护栏：{title}（{id}）相似 {likeness:.0f}"
EXPLAIN_JOIN = "、"
