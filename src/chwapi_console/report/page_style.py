"""The one style of all pages on paper and screen.

Black on white, for A4 with margins that every printer can keep. Its hash is in each page, so
nothing else is let in.
"""

_WIDTHS = "".join(f".w{n}{{width:{n * 2.5:g}%}}" for n in range(1, 41))

STYLE = (
    """
@page{size:A4;margin:14mm 16mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif}}
html{color-scheme:light;color:#000;background:#fff}
body{margin:0 auto;max-width:46em;padding:1em;font:11pt/1.35 "Liberation Sans",Arial,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5em;line-height:1.2;margin:0 0 .4em}
h2{font-size:1.1em;margin:1em 0 .25em;border-bottom:1px solid #000;break-after:avoid}
p{margin:.15em 0}
ul{margin:.2em 0;padding-left:1.2em}
li{margin:.12em 0;break-inside:avoid;orphans:3;widows:3}
.remark{font-style:italic;break-after:avoid}
figure{margin:.5em 0;break-inside:avoid}
figcaption{font-size:.9em}
svg{display:block;width:100%;height:auto}
table.sheet{border-collapse:collapse;width:100%;table-layout:fixed;break-before:page}
table.sheet:first-child{break-before:auto}
table.sheet>thead{display:none}
table.sheet>thead td,table.sheet>tbody>tr>td{padding:0}
.running{display:flex;justify-content:space-between;gap:2em;font-size:8.5pt;border-bottom:1px solid #000;margin:0 0 4mm}
.running span{white-space:nowrap}
table.grid,table.facts{border-collapse:collapse;width:100%;margin:.3em 0}
table.grid{table-layout:fixed}
table.grid th,table.grid td{border:1px solid #000;padding:.25em .4em;text-align:left;vertical-align:top;font-weight:normal}
table.grid thead th{font-weight:bold}
table.facts th,table.facts td{padding:.05em .5em .05em 0;text-align:left;vertical-align:top}
table.facts th{width:16em;font-weight:normal;font-style:italic}
table.grid .room{height:2em}
table.facts td.room{border-bottom:1px solid #000;height:2.2em}
tr,.together,table.short{break-inside:avoid}
tbody>tr:first-child,tbody>tr:nth-last-child(2),li:first-child,li:nth-last-child(2){break-after:avoid}
.long{font-size:.85em}
table.sheet>tbody>tr{break-inside:auto;break-after:auto}
table.grid td.tick{text-align:center}
.box{display:inline-block;width:1em;height:1em;line-height:1em;border:1.5px solid #000;text-align:center}
footer{margin-top:.8em;border-top:2px solid #000;padding-top:.3em;break-inside:avoid;break-before:avoid}
@media print{body{max-width:none;padding:0;font-size:10pt}table.sheet>thead{display:table-header-group}}
"""
    + _WIDTHS
)
