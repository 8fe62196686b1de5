"""The draft made of questions that users handed over."""

HEAD = """\
# 用户交给编写者的问题，按像不像归了堆，问得最多的在前；姓名、数字已遮住。
# {day} 由 python -m bot unanswered --yaml 写出。怎么用，一堆一堆看：
# 最近的条目答得上，就把问法抄到那一条下面；
# 答不上，就照 knowledge/README.md 写成新条目：改编号和标题，问法补够，写答案和出处，放进 entries/；
# 不归我们答的，抄到 guards/；用不上的删掉。"""
COUNTS = "# 近 {days} 天：交来 {handed} 句，{clusters} 堆。"
DOWNS = "# 点👎多的条目：{entries}。"
REJECTED = "# 点“都不是”多的（当时排第一的条目）：{entries}。"
COUNTED = "{id}（{title}）{count} 次"
JOIN = "，"
TOPIC = "topic: {id: drafts, title: 待写, order: 999}"
CLUSTER = "  # {count} 句{disliked}。最近的条目：{id}（{title}），相似 {likeness:.0f}"
CLUSTER_ALONE = "  # {count} 句{disliked}。没有相近的条目"
DISLIKED = "，其中 {count} 句是答了被点👎的"
KNOWN = "  # 已经是 {id} 的问法：{question}"
LEAD = "待写"
NONE = "还没有人交问题上来。"
LINE = "{count} 句：{question}（最近的条目：{title}）"
LINE_ALONE = "{count} 句：{question}"
