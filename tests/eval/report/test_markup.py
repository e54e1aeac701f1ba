from eval.report.markup import Html, el, escaped, join, rows, table, trusted


def test_text_is_escaped_and_markup_is_not_escaped_twice() -> None:
    assert el("p", "a < b & \"c\" 'd'") == "<p>a &lt; b &amp; &quot;c&quot; &#x27;d&#x27;</p>"
    assert el("p", el("b", "<x>")) == "<p><b>&lt;x&gt;</b></p>"
    assert join("<", None, trusted("<hr>"), [el("i", "y")]) == "&lt;<hr><i>y</i>"


def test_joining_markup_with_text_by_hand_gives_text_again() -> None:
    mixed = el("b", "x") + "<script>"
    assert not isinstance(mixed, Html)
    assert "<script>" not in el("p", mixed)


def test_attributes_are_escaped_named_and_left_out() -> None:
    made = el("input", class_='a"onclick="x', data_id="<1>", hidden=True, lang=None, open=False)
    assert made == '<input class="a&quot;onclick=&quot;x" data-id="&lt;1&gt;" hidden>'


def test_what_cannot_be_seen_is_shown() -> None:
    assert escaped("a\x00b\u202ec\u200bd\te\nf") == "a\ufffdb\ufffdc\ufffdd\te\nf"
    assert escaped("blåbær – «ja»") == "blåbær – «ja»"


def test_a_table_names_its_columns_and_rows() -> None:
    made = table("Fruit", ("Kind", "Count"), rows([("apple", "2")]))
    assert '<th scope="col">Kind</th>' in made
    assert '<th scope="row">apple</th><td>2</td>' in made
    assert "<caption>Fruit</caption>" in made
