"""The architecture as Mermaid text: how it reads, and that no name can become syntax."""

import re

from hypothesis import assume, given, settings

from builders_any_answer import answers
from builders_chart import area, mapped
from trimtab.advice.answer import Chart, Link
from trimtab.render import mermaid

SMALL = Chart(
    (
        area("billing/ledger", bus_factor=1, holders=("you",), only_lead=True),
        area("billing/invoices", bus_factor=2, holders=("you", "Tomas")),
        area("sync/", bus_factor=0, blind=True),
    ),
    (Link("billing/ledger", "billing/invoices", 8, 0.57, 0.21), Link("billing/invoices", "sync/", 3, 0.1, 0.2)),
)

DRAWN = """\
flowchart LR
  %% a line joins areas that change together; its share is that of the changes of the area that it binds more
  %% thick border: bus factor 1; thick and dotted: 0; dashed: a blind spot of the lead
  subgraph g1["billing/"]
    n1["billing/ledger<br/>you<br/>bus factor 1<br/>waits for nobody but you"]
    n2["billing/invoices<br/>you, Tomas<br/>bus factor 2"]
  end
  n3["sync/<br/>nobody<br/>bus factor 0<br/>your blind spot"]
  n1 ===|"57 #37;"| n2
  n2 ---|"20 #37;"| n3
  classDef nobody stroke-width:3px,stroke-dasharray:2 3
  classDef single stroke-width:3px
  classDef blind stroke-dasharray:7 3
  class n1 single
  class n3 nobody
  class n3 blind
"""

# The lines that a map may consist of; within quotes only plain text, entities, and the break that is ours.
TEXT = r'"(?:[\w /.,()\-…]|[^\x00-\x7f]|#\d+;|<br/>)*"'
LINE = re.compile(
    rf"flowchart LR|  %% [\w ,;:.]+|  subgraph g\d+\[{TEXT}\]|  end|  (?:  )?n\d+\[{TEXT}\]"
    rf"|  n\d+ (?:===|---)\|{TEXT}\| n\d+|  classDef \w+ [\w\-:, ]+|  class n\d+ \w+"
)


def label(name: str) -> str:
    """What stands in the node of an area of this name, before who knows it."""
    (found,) = re.findall(r'n1\["(.*?)<br/>', mermaid(mapped(Chart((area(name, folder="x"),)))))
    return str(found)


def test_areas_stand_in_their_folders_and_links_say_their_share():
    assert mermaid(mapped(SMALL)) == DRAWN


def test_quotes_tags_and_entities_are_written_as_numbers():
    assert label('a"b') == "a#34;b"
    assert label("<b>&amp;#quot;") == "#60;b#62;#38;amp#59;#35;quot#59;"
    assert label("`code` [x] {y} |z|") == "#96;code#96; #91;x#93; #123;y#125; #124;z#124;"


def test_markdown_in_a_name_stays_text():
    assert label("src/__init__.py") == "src/#95;#95;init#95;#95;.py"
    assert label("1. first") == "1#46; first"
    assert label("- dash") == "#45; dash"


def test_a_name_cannot_give_a_command():
    assert "direction" not in label("a direction TB b")
    assert label("a\nend\nclick n1 x") == "a end click n1 x"
    assert label("%%{init: {}}%%").startswith("#37;#37;#123;")


def test_letters_of_every_script_stay_letters_and_what_reorders_a_line_goes():
    assert label("Häfen/港\u202e") == "Häfen/港"


def test_what_is_left_out_stands_in_a_comment():
    many = Chart(tuple(area(f"a{n}", heat=float(n)) for n in range(50)))

    assert "  %% not drawn: 10 areas of less heat and fewer links\n" in mermaid(mapped(many))
    assert len(re.findall(r"^ +n\d+\[", mermaid(mapped(many)), re.MULTILINE)) == 40


@given(answers)
@settings(max_examples=50)
def test_no_name_leaves_its_quotes(answer):
    assume(answer.chart is not None and answer.chart.areas)

    lines = mermaid(answer).removesuffix("\n").split("\n")

    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert lines.count("  end") == sum(line.startswith("  subgraph") for line in lines)
