"""The text of a guide runs nothing, loads nothing from elsewhere, and leads nowhere bad."""

import pytest

from app.guides.rendering import rendered
from tests.documents import Document

KEY = "k" * 32
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/p.png'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=//evil.example/x></object>",
    "<embed src=//evil.example/x>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=a></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<body onload=alert(1)>",
    "<video src=//evil.example/v></video>",
    "<audio src=//evil.example/a></audio>",
    "<details open ontoggle=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<p style='background:url(//evil.example/x)'>x</p>",
    "<!--><script>alert(1)</script>-->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#x09;script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](<java script:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](/&#9;/evil.example)",
    "[x](\\\\evil.example)",
    "[x](ftp://evil.example)",
    "[x](blob:https://evil.example/1)",
    "[x](view-source:https://evil.example)",
    "[x](intent://evil.example#Intent;end)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    '[x](/t/A "\\" onmouseover=alert(1) x=\\"")',
    '[x](https://a.example/"onclick="alert(1))',
    "![x](https://evil.example/p.png)",
    "![x](//evil.example/p.png)",
    "![x](/photos/other)",
    "![x](/sign-out)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](photo:short)",
    f"![x](photo:{KEY}/../../sign-out)",
    f"![x](photo:{KEY}?x=//evil.example)",
    f'![x" onerror="alert(1)](photo:{KEY})',
    f"![<img src=x onerror=alert(1)>](photo:{KEY})",
    "[![x](https://evil.example/p.png)](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x]\n\n[x]: https://evil.example/p.png",
    "```html\n<script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '```"><script>alert(1)</script>\nx\n```',
]
MAY_STAND = {
    *("body", "html", "p", "br", "strong", "em", "ul", "ol", "li", "a", "img", "code", "pre"),
    *("blockquote", "hr", "head", "div"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_a_guide_runs_anything_or_loads_from_elsewhere(attack: str) -> None:
    document = Document(f"<!doctype html><div>{rendered(attack)}</div>")
    for element in document.root.iter():
        assert element.tag in MAY_STAND
        assert set(element.attrib) <= {"href", "src", "alt", "rel", "start"}
        href = element.get("href", "/")
        assert href.startswith(("https://", "mailto:", "tel:")) or (
            href.startswith("/") and href[1:2] not in {"/", "\\"}
        )
        assert element.get("src", f"/guides/pictures/{KEY}") == f"/guides/pictures/{KEY}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Hold** it", "<strong>Hold</strong> it"),
        ("<b>As typed</b>", "&lt;b&gt;As typed&lt;/b&gt;"),
        ("1. One\n2. Two", "<ol>\n<li>One</li>\n<li>Two</li>\n</ol>"),
        ("# What to do", "<p><strong>What to do</strong></p>"),
        ("[Call](tel:+4955123)", 'href="tel:+4955123"'),
        ("[Room](/t/7K3QX9MP2TA4)", 'href="/t/7K3QX9MP2TA4"'),
        ("[Maker](https://example.com/a?b=1)", 'href="https://example.com/a?b=1"'),
        (f"![The socket](photo:{KEY})", f'<img src="/guides/pictures/{KEY}" alt="The socket">'),
    ],
)
def test_what_writers_need_is_shown(written: str, shown: str) -> None:
    assert shown in rendered(written)


@pytest.mark.parametrize("text", [">" * 9_000, "[" * 9_000, "*a_" * 3_000, "`" * 9_000, "\0\ud83d"])
def test_a_text_that_is_nested_without_end_is_shown_all_the_same(text: str) -> None:
    assert isinstance(str(rendered(text)), str)
