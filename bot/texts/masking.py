"""What stands in a kept question for what was masked in it, and how Chinese writes numbers."""

NAME = "某某"
NUMBER = "#"
LINK = "〔链接〕"
MAIL = "〔邮箱〕"
ACCOUNT = "〔账号〕"

NUMERALS = "〇零一二两三四五六七八九幺十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
"""Characters of Chinese numbers; phone numbers are read out in them too."""
