"""What the command line says to whoever runs the bot."""

PROGRAM = "组长助手：党小组长的问答助手"
HELP_RUN = "运行助手：没有 BOT_TOKEN 时就是本终端里的对话"
HELP_CHAT = "在本终端里对话"
HELP_ASK = "问一句答一句"
HELP_ASK_QUESTION = "要问的话，记得加引号；和 --json 一起写成 - 时从标准输入一行读一句"
HELP_ASK_JSON = "每个问题输出一行 JSON"
HELP_ASK_EXPLAIN = "用文字说明为什么是这个条目、哪些差一点"
HELP_ASK_DIALOG = "各行算同一段对话（都在十分钟内），空行另起一段"
HELP_CHECK = "检查知识文件，列出文件、行号和原因，并给出覆盖情况"
HELP_CHECK_CLAIMS = "逐条列出文章主张由哪些条目覆盖"
HELP_FIT = "按现有知识重算把握度，写入 confidence.yaml"
HELP_VERSION = "显示版本"
USAGE = "用法："
OPTIONS = "选项"
COMMANDS = "命令"
HELP_HELP = "显示这份说明"

SETTING_NOT_BUILT = "{name} 这一版还不支持，先取消这个设置再运行。"
NO_KNOWLEDGE_DIR = "BOT_KNOWLEDGE_DIR 指的文件夹 {path} 不存在，建好它或取消这个设置。"
DATA_DIR_UNUSABLE = (
    "数据文件夹 {path} 写不进去（{reason}），换一个可写的位置，设在 BOT_DATA_DIR 里。"
)
BROKEN_KNOWLEDGE = "知识文件有问题，先改好再运行："
STALE = "提示：知识改过了，把握度还是旧的；运行 python -m bot fit 可重算。"
NEVER_FITTED = "缺 knowledge/confidence.yaml，运行 python -m bot fit 算出来再用。"
FITTED = "已写入 {path}"
FIT_NOWHERE = (
    "安装版里的知识不能改写，请把要加的文件放进一个文件夹，设在 BOT_KNOWLEDGE_DIR 里再算。"
)
FIT_UNWRITABLE = "写不进 {path}（{reason}）。"
ASK_NEEDS_TEXT = '没有问题可答：把问题写在引号里，例如 python -m bot ask "小组会多久开一次"。'
ASK_DASH_NEEDS_JSON = "从标准输入读问题要加 --json，例如 python -m bot ask --json -。"
ASK_DIALOG_NEEDS_LINES = "--dialog 要和 --json - 一起用。"
ASK_JSON_EXPLAIN = "--json 和 --explain 只能选一个。"
CONFIDENCE_HEADER = "由 python -m bot fit 算出，不要手改"
MORE_PROBLEMS = "……还有 {count} 处，运行 python -m bot check 看全部"
POSITIONALS = "参数"
