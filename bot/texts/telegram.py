"""What is said on Telegram only: buttons, menus, and everything around the answers."""

# Buttons.
UP = "👍 有用"
DOWN = "👎 没用"
HAND_OVER = "交给编写者"
ADMIT = "开通本群"
FORGET_YES = "全部删掉"
FORGET_NO = "不删了"

# The keyboard below the text field, and the command menus. A key is typed as it reads.
KEYS = (("全部话题", "怎么用"),)
KEYS_HINT = "打字提问，一句话一件事"
MENU_PRIVATE = {
    "topics": "看全部话题",
    "help": "怎么用",
    "privacy": "保留什么、不保留什么",
    "export": "看看保留了我的什么",
    "forget": "删掉我的全部数据",
    "cancel": "取消正在做的事",
}
MENU_GROUP = {
    "ask": "提问：后面写上问题",
    "topics": "看全部话题",
    "help": "怎么用",
    "privacy": "保留什么、不保留什么",
    "forget": "删掉本群的数据（管理员）",
}
MENU_ADMIN = {
    "admin": "用了多少、没答上的问题、最近的错误",
    "invite": "发邀请链接",
}

# Who may.
GATE = "我是组长助手，要有邀请才能用：请介绍你来的人发一个邀请链接，点开就行。"
GATE_GROUP = "本群还没开通：请管这个助手的人在群里发 /start，再点按钮。"
GATE_BUTTON = "这里要先开通才能用。"
INLINE_NONE = "没找到，到私聊里问问看"
GATE_INLINE = "先开通组长助手"
ONLY_ADMIN = "这是助手的管理员用的。"
ONLY_CHAT_ADMIN = "这个要助手的管理员或群管理员来发。"
ONLY_PRIVATE = "这个请到和我的私聊里发。"
WELCOME_ADMIN = "你现在是管理员了：/invite 发邀请链接，/admin 看使用情况。"
WELCOME_MEMBER = "开通了，欢迎。"
ALREADY = "你已经能用了，直接打字问就行。"
CODE_UNKNOWN = "这个邀请不对，请再要一个链接。"
CODE_EXPIRED = "这个邀请过期了，请再要一个链接。"
CODE_REVOKED = "这个邀请已经撤销了，请再要一个链接。"
CODE_USED = "这个邀请已经用过了，请再要一个链接。"
ADMIN_CODE = (
    "还没有管理员：在 Telegram 里打开 https://t.me/{bot}?start={code} 点“开始”"
    "（或给机器人发 /start {code}），你就是管理员；只能用一次，重新启动会换新的。"
)

# Groups.
WELCOME_GROUP = (
    "大家好，我是组长助手，帮党小组长查该怎么办。\n"
    "群里问我：写 /ask 加问题，或者回复我的话；别的话我不看、不答。\n"
    "问过的话不保存；Telegram 在境外，别在这里发姓名、会议原话和内部文件，详见 /privacy。"
)
ADMIT_ASK = "我是组长助手。本群还没开通，请管这个助手的人点下面的按钮。"
ADMITTED = "本群开通了。"
ASK_HOW = "回复这一条写上问题就行；下次可以一起发，比如“/ask 小组会多久开一次”。"
ASK_HINT = "要问什么？"

# Answers that are none.
NO_TEXT = "我只看得懂文字。把要问的打成一句话发来，比如“小组会多久开一次”。"
NOTHING_TO_CANCEL = "没有正在做的事，直接打字问就行。"
NOTHING_TO_CANCEL_GROUP = "没有正在做的事。要问，写 /ask 加问题。"
CANCELLED_GROUP = "好，不选了。要问别的，写 /ask 加问题。"
CANCELLED = "好，不选了。要问别的，直接打字。"
BROKE = "我这边出了点问题，这一句没答成，请过一会儿再问一次；管理员能看到出错的记录。"

# Stale and refused buttons.
OLD_COMMAND = "这条太久了，按钮不管用了，重新发一次命令吧。"
OLD = "这条太久了，按钮不管用了，重新问一句吧。"
FOREIGN = "这个按钮我不认得了，重新问一句吧。"
CHANGED = "这一条已经改过或撤下了，重新问一句吧。"
NOT_YOURS = "这是别人点出来的，你自己发 /ask 或 /topics 吧。"
QUESTION_GONE = "原来那句话已经删了，重新问一句吧。"
MOVED_ON = "这条刚变过，这个按钮不管用了。"
SHOWN = "已经是这一条了。"

# Feedback.
RATED_UP = "记下了，谢谢。"
RATED_DOWN = "记下了。想让编写者看到你的问题，再点“交给编写者”。"
RATED_BEFORE = "这一条你评过了。"
QUESTION_LOST = "找不到原来的那句话了，重新问一句再交吧。"
NOTHING_LEFT = "遮住姓名和数字以后没剩下什么，换个说法再问一句吧。"
HANDED = "已交给编写者：“{text}”\n不记是谁问的，90 天后删。"
HANDED_BEFORE = "这一句已经交过了。"
ELLIPSIS = "…"

# /forget and /export.
FORGET_ASK = "要删掉和你有关的全部数据吗？"
FORGET_LOSES = "使用资格也一起删，再用得重新要邀请。"
FORGET_LAST = "你是唯一的管理员：删掉以后没人能发邀请，重新启动助手才有新的管理员链接。"
FORGET_HANDED = "已经交给编写者的话不记名，找不出哪句是你的，90 天到期自动删。"
FORGET_ASK_GROUP = "要删掉本群的全部数据吗？本群会变回没开通。"
FORGOTTEN = "删掉了，这里没有留下你的任何数据。"
FORGOTTEN_GROUP = "删掉了，本群的数据一条不留。"
NOT_FORGOTTEN = "好，什么都没删。"
EXPORTED = "这是保留着的全部内容。问过的话不在里面：本来就没存。"
EXPORT_FILE = "组长助手-保留的数据.json"

# /invite.
INVITED = "邀请链接，{until}前有效，可以多人用：\n{link}\n转给要用的组长，点开再点“开始”就行。"
INVITED_ADMIN = "管理员邀请，{until}前有效，只能用一次：\n{link}\n谁点谁就是管理员，只发给本人。"
INVITE_LINK = "https://t.me/{bot}?start={code}"
INVITES_LIVE = "发出的邀请："
INVITES_NONE = "现在没有能用的邀请，也没有用邀请进来的人。"
INVITE_LINE = "{number}. {made} 发的，{until}到期，{uses} 人用过"
INVITE_LINE_ADMIN = "{number}. {made} 发的，{until}到期，管理员邀请"
INVITE_LINE_OVER = "{number}. {made} 发的，已失效，{uses} 人用过"
REVOKE = "撤销第 {number} 个"
REVOKE_MEMBERS = "请第 {number} 个的人出去"
REVOKE_ASK = (
    "撤销 {made} 发的邀请，用它进来、还在用的 {count} 人也不能再用，他们的数据一起删。确定吗？"
)
REVOKE_SURE = "确定，请他们出去"
REVOKED = "撤销了，这个链接不能再用。"
REVOKED_MEMBERS = "撤销了，{count} 人请出去了，他们的数据也删了。"
REVOKED_BEFORE = "这个邀请早就不能用了。"
INVITE_MORE = "再发一个邀请"
INVITE_ADMIN = "邀请一位管理员"

# /admin.
USE = "最近 7 天 / 30 天"
USE_LINE = "{what}：{week} / {month}"
USE_NAMES = {
    "asked": "提问",
    "answer": "直接答出",
    "suggest": "给了选项",
    "unknown": "没答上",
    "picked": "点开条目",
    "inline": "在别处 @ 我查",
    "up": "👍",
    "down": "👎",
}
PEOPLE = "成员 {members}，管理员 {admins}，开通的群 {groups}"
LOST_CHATS = "联系不上的聊天 {count}（对方屏蔽了我，或把我移出了群）"
TO_UNANSWERED = "没答上的问题（{count}）"
TO_DISLIKED = "点了👎的（{count}）"
TO_FAILURES = "最近的错误"
TO_INVITES = "管理邀请"
TO_USE = "返回"
UNANSWERED = "没答上、交上来的问题（姓名、数字已遮住）："
DISLIKED = "最近 30 天点👎的条目："
DISLIKED_LINE = "{title}：{count}"
DISLIKED_HANDED = "一起交上来的问题："
FAILURES = "最近的错误："
FAILURE_LINE = "{at} {kind} ×{count}\n{detail}"
NONE_YET = "还没有。"
CLUSTER = "{count} 句 {text}"
CLUSTER_NEAR = "{count} 句 {text}（最近的条目：{title}）"
QUESTION_LINE = "{day} {text}"
QUESTION_OF = "{day} {text}（当时答的是“{title}”）"
MOMENT = "%m-%d %H:%M"
DAY = "{0.month}月{0.day}日"
