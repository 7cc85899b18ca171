"""Pages: what a stranger sees, in which forms, and how errors look."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
import rdflib
from fastapi.testclient import TestClient

from kg.assess.constants import CONSTANTS
from kg.assess.verdict import rule_texts
from kg.snapshot import Snapshot
from server.pages import KINDS
from server.security import HEADERS

CLAIM = "/claim/support-lowers-symptoms"
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class _Page(HTMLParser):
    """Links, ids and text of a page; fails on a tag that is never closed."""

    VOID = frozenset({"meta", "link", "br", "img", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        given = dict(attrs)
        self.links.extend(filter(None, [given.get("href"), given.get("src")]))
        self.ids.extend(filter(None, [given.get("id")]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _page(client: TestClient, path: str) -> _Page:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == 200, (path, response.text)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return _Page(response.text)


def test_a_claim_page_shows_statement_verdict_groups_and_sources(client: TestClient) -> None:
    text = _page(client, CLAIM).text

    assert "Perceived support is followed by lower depressive symptoms in adults" in text
    assert "Of 1 data set curated here: 1 supports it." in text
    assert "Too little is known to say for adults; certainty is very low." in text
    assert "women sex not shown to differ ✓ 1 supports it" in text
    assert "men sex not shown to differ not yet curated" in text
    assert "Women with more support had fewer symptoms later." in text
    assert "OR 0.72 (95% CI 0.60 to 0.86), p = 0.001" in text
    assert "Example 2020" in text


def test_every_word_of_a_verdict_leads_to_its_rule_and_its_records(client: TestClient) -> None:
    page = _page(client, CLAIM)
    rules = [link for link in page.links if link.startswith("/assessment#rule/")]

    assert rules == ["/assessment#rule/too-few"]
    assert 'id="rule/too-few"' in client.get("/assessment", headers=BROWSER).text
    assert "/study/example-2020#finding/women" in page.links
    assert "began at high: designs that bear a predictive claim" in page.text
    assert "limits of our reading \N{MINUS SIGN}1 not appraised" in page.text


def test_the_page_of_the_method_shows_each_rule_limit_and_constant_and_its_triples(
    client: TestClient,
) -> None:
    text = _page(client, "/assessment").text
    data = client.get("/assessment.json").json()

    assert [rule["id"] for rule in data["rules"]] == [f"rule/{name}" for name in rule_texts()]
    assert {one["id"] for one in data["constants"]} == {f"constant/{one.name}" for one in CONSTANTS}
    assert all(one["meaning"] in text and one["source"] in text for one in data["constants"])
    turtle = client.get("/assessment.ttl").text
    assert "VerdictRule" in turtle
    assert "AssessmentConstant" in turtle


def test_a_retracted_source_says_so_on_its_page_and_is_not_counted(client: TestClient) -> None:
    assert "Retracted: counts for nothing." in _page(client, "/study/taken-back-2019").text
    assert "Not counted: the source is retracted" in _page(client, CLAIM).text


@pytest.mark.parametrize(
    "name",
    ["PerceivedSupport", "SocialSupport", "CohortDesign", "FollowUp"],
    ids=["concept", "broader concept", "design", "feature"],
)
def test_a_retracted_study_is_marked_in_words_wherever_studies_are_listed(
    client: TestClient, name: str
) -> None:
    text = _page(client, f"/concept/{name}").text

    assert "Example 2019 (retracted)" in text
    assert "Example 2020" in text
    assert "Example 2020 (" not in text


def test_a_rule_has_a_page_with_reason_remedy_examples_and_what_the_failing_one_is_told(
    client: TestClient,
) -> None:
    text = _page(client, "/rule/interval-brackets-value").text

    assert "An estimate lies outside its confidence interval" in text
    assert "One of the three figures is misread" in text
    assert "> 24 effect: {measure: or, value: 0.72, ci: [0.78, 0.86], p: 0.001}" in text
    assert "findings[0].effect.ci: 0.72 lies outside 0.78 to 0.86" in text
    data = client.get("/rule/interval-brackets-value.json").json()
    assert (data["id"], data["severity"]) == ("interval-brackets-value", "error")
    assert client.get("/rule/interval-brackets-value.ttl").status_code == 404


def test_the_list_of_rules_names_those_of_records_ontology_build_and_graph(
    client: TestClient,
) -> None:
    links = _page(client, "/rules").links
    rules = [link.removeprefix("/rule/") for link in links if link.startswith("/rule/")]

    assert {"yaml", "not-formatted", "ontology-cycle", "consistent", "shape-Address"} <= set(rules)
    assert len(rules) == len(set(rules)) > 200
    listed = client.get("/rules.json").json()["sorts"]
    assert [row["link"]["label"] for _, rows in listed for row in rows] == rules
    assert "/rules" in _page(client, "/ontology").links


def test_the_map_counts_data_sets_and_says_in_words_what_an_empty_cell_is(
    client: TestClient,
) -> None:
    page = _page(client, "/map")

    # symptoms of depression are distress as well, so that column has the example cohort too
    heads = "Exposure psychological distress depression Social relationships social support"
    cells = "5 data sets + 5 better mental health 1 data set + 1 better mental health"
    assert f"{heads} {cells}" in page.text
    assert "an empty cell does not say that nobody has studied it" in page.text
    assert {CLAIM, "/concept/SocialSupport"} <= set(page.links)
    assert client.get("/map.json").json()["largest"] == 5
    assert "/map" in _page(client, "/").links


def test_every_page_is_well_formed_and_every_link_on_it_leads_somewhere(
    client: TestClient, example_snapshot: Snapshot
) -> None:
    pages = {path: _page(client, path) for path in example_snapshot.paths}
    links = {(path, link) for path, page in pages.items() for link in page.links}

    assert len(links) > 500
    for path, link in links:
        target, _, anchor = link.partition("#")
        if link.startswith(("https://", "http://")):
            continue
        target = target or path
        assert target in pages or client.get(target).status_code == 200, (path, link)
        if anchor:
            assert anchor in pages[target].ids, (path, link)


def test_ids_on_a_page_are_unique(client: TestClient, example_snapshot: Snapshot) -> None:
    for path in example_snapshot.paths:
        ids = _page(client, path).ids
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize("path", [CLAIM, "/study/example-2020", "/concept/Women", "/"])
def test_turtle_and_json_ld_of_a_page_are_the_same_graph(client: TestClient, path: str) -> None:
    turtle = client.get(path, headers={"accept": "text/turtle"})
    json_ld = client.get(path, headers={"accept": "application/ld+json"})

    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    one = rdflib.Graph().parse(data=turtle.text, format="turtle")
    two = rdflib.Graph().parse(data=json_ld.text, format="json-ld")
    assert len(one) > 3
    assert set(one) == set(two)


def test_an_ending_of_the_address_chooses_the_form(client: TestClient) -> None:
    for suffix, media_type in (
        (".ttl", "text/turtle; charset=utf-8"),
        (".jsonld", "application/ld+json"),
        (".json", "application/json"),
    ):
        response = client.get(CLAIM + suffix, headers=BROWSER)
        assert response.headers["content-type"] == media_type
    assert json.loads(client.get(f"{CLAIM}.json").text)["kind"] == "association"


def test_the_same_page_has_the_same_bytes_each_time(client: TestClient) -> None:
    from server.downloads import json_ld, turtle

    triples = client.app.state.site.snapshot.page(CLAIM).triples  # type: ignore[attr-defined]

    assert turtle(triples) == turtle(triples)
    assert json_ld(triples) == json_ld(triples)


def test_a_list_has_no_turtle_and_says_so(client: TestClient) -> None:
    assert client.get("/claims", headers={"accept": "text/turtle"}).status_code == 406
    assert client.get("/claims", headers={"accept": "application/json"}).status_code == 200


def test_a_page_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get(CLAIM, headers=BROWSER)

    again = client.get(CLAIM, headers=BROWSER | {"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert client.get(f"{CLAIM}.ttl").headers["etag"] != first.headers["etag"]


def test_a_mistyped_address_offers_the_nearest_one(client: TestClient) -> None:
    response = client.get("/claim/support-lowers-symptom", headers=BROWSER)

    assert response.status_code == 404
    assert f"Did you mean {CLAIM}?" in _Page(response.text).text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/claim/",
        "/claim/..%2f..%2fetc",
        "/claim/%00",
        "/claim/a/b",
        "/claim/" + "x" * 5000,
    ],
)
def test_what_is_not_there_is_a_problem_in_one_shape(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"accept": "application/json"})

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= response.json().keys()


def test_another_method_is_refused_and_names_the_right_ones(client: TestClient) -> None:
    response = client.post(CLAIM, headers={"accept": "*/*"})

    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


def test_markup_in_an_address_is_shown_and_not_run(client: TestClient) -> None:
    response = client.get("/<script>alert(1)</script>", headers=BROWSER)

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize(
    "path", ["/", CLAIM, f"{CLAIM}.ttl", "/nothing", "/static/style.css", "/sparql"]
)
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path, headers=BROWSER)

    for name, value in HEADERS:
        assert response.headers[name.decode()] == value.decode()


def test_head_gives_the_headers_and_no_body(client: TestClient) -> None:
    response = client.head(CLAIM, headers=BROWSER)

    assert response.status_code == 200
    assert response.content == b""


def test_health_names_the_snapshot(client: TestClient, example_snapshot: Snapshot) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "snapshot": example_snapshot.id}


def test_the_api_description_lists_every_kind_of_page(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert {f"/{kind}/{{name}}" for kind in KINDS} <= paths.keys()


def test_a_fault_of_our_own_shows_nothing_of_the_inside(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Snapshot, "page", broken)
    response = client.get("/study/example-2020", headers={"accept": "application/json"})

    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json()["title"]
    assert response.headers["x-content-type-options"] == "nosniff"
