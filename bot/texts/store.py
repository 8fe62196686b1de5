"""What is wrong with the database, said to whoever runs the bot."""

MALFORMED = (
    "BOT_DATABASE_URL 写得不对：要写成 sqlite:///文件路径，或 postgresql://用户:密码@主机/库名，"
    "密码里的 @ 写成 %40、/ 写成 %2F、: 写成 %3A。"
)
UNKNOWN_OPTION = "BOT_DATABASE_URL 问号后面的 {names} 用不上，去掉再运行。"
UNKNOWN_DRIVER = "数据库只能用 sqlite 或 postgresql，把 BOT_DATABASE_URL 开头的 {name} 改掉。"
NO_DRIVER = "用 PostgreSQL 还缺 {module}，先装上：.venv/bin/python -m pip install {module}。"
UNWRITABLE = "数据库文件 {place} 读写不了（{reason}）：看看文件夹在不在、能不能写，或者换一个位置。"
FULL = "磁盘满了，数据库 {place} 写不进去：腾出空间就好。"
NOT_A_DATABASE = "{place} 不是数据库文件，程序没有动它：换一个文件名，或把它移到别处。"
DAMAGED = "数据库文件 {place} 坏了：停下程序，用备份换掉它。"
LOCKED = "数据库 {place} 正被占着：关掉另一个在运行的助手，或打开着它的工具，再试一次。"
NEWER = "数据库 {place} 是更新版本的程序写的：换回新版本再运行，要用旧版本就先换上升级前的备份。"
FOREIGN = "数据库 {place} 里有别的程序的表，换一个空的数据库。"
UNREACHABLE = (
    "连不上数据库 {place}（{reason}）：看看数据库服务开着没有，地址、库名、用户和密码对不对。"
)
NOT_ALLOWED = "数据库 {place} 的账号权限不够（{reason}）：给它建表和读写的权限。"
FAILED = "数据库 {place} 出错了（{reason}）：再试一次，还不行就把这句话发给维护的人。"
