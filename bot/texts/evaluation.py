"""What `eval` prints, for the authors of the knowledge and of the matcher."""

INSIDE = "该答的（{count} 句，每格是百分数，括号里是 95% 区间）"
INSIDE_HEADS = ("", "句数", "第一对", "前三有对", "直接答对", "帮上", "答错")
OUTSIDE = "不该答的（{count} 句）"
OUTSIDE_HEADS = ("", "句数", "直接答了", "给了选项", "回绝")
ALL = "合计"
NEAR, FAR = "沾边的", "不沾边的"
FORMS = {
    "plain": "好好打的",
    "typo": "错字、同音字",
    "pinyin": "拼音",
    "speech": "语音转的",
    "traditional": "繁体",
}
NOISE = "同一句换个打法（前三有对；差几个百分点）"
NOISE_HEADS = ("", "句数", "好好打", "换打法", "差")
SOURCES = "按出处算（答的条目引了出题人写的主张或条文）：第一对 {first:.1f}，前三有对 {three:.1f}"
GAPS = "知识里没有条目能答的 {count} 句也算在内，都算没帮上"
CONFUSIONS = "最常弄混的（要的条目 → 排在前面的条目，次数）"
CONFUSION = "{count} 次　{wanted} → {shown}"
WRONG = "答错的"
WRONG_LINE = "{text}　要 {wanted}，答了 {shown}（{by}，{form}）"
LEAKED = "不该答却答了的"
LEAKED_LINE = "{text}　答了 {shown}（{by}）"
NOTHING = "（没有）"
TOTALS_ONLY = "这一套只看总数：逐句的结果不显示，免得照着它改。"
SWEPT = "阈值曲线画在 {path}"
SWEEP_TITLE = "直接回答的门槛从 0 到 1"
SWEEP_LINES = ("直接答对", "答错", "不该答却答了")
SWEEP_NOW = "现在 {at:.2f}"
NO_SET = "没有这套问题：{path}。写问题文件的路径，或 tune、report。"
