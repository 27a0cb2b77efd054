"""`dermdesk query` lists what the window's search shows."""

from __future__ import annotations

import pytest


@pytest.fixture
def clinic(run_cli, photos, tmp_path):
    folder = tmp_path / "clinic"
    run_cli("init", folder)
    run_cli("import", folder, photos, "--metadata", tmp_path / "manifest.csv")
    return folder


def test_paths_are_printed_in_the_order_of_the_list(run_cli, clinic, photos):
    found = run_cli("query", clinic, "class:acne -split:train (patient:P02 or split:test)").stdout.splitlines()
    assert found == [str(photos / "acne" / f"{number}.png") for number in (4, 5, 6, 7)]
    assert run_cli("query", clinic, "class:acne split:test", "--relative").stdout == "acne/6.png\nacne/7.png\n"
    assert run_cli("query", clinic, "", "--count").stdout == "24\n"


def test_a_mistake_is_shown_where_it_is(run_cli, clinic):
    told = run_cli("query", clinic, "split:test class:acni", code=1).stderr
    assert "  split:test class:acni\n                   ^^^^\n" in told
    assert "Did you mean 'Acne'?" in told
