from __future__ import annotations

from iamctl.syntax.spelling import near


def test_near_names_come_nearest_first():
    assert near("alica", ["bob", "alice", "alicia"]) == ["alicia", "alice"]


def test_case_is_no_difference():
    assert near("ALICE", ["Alice"]) == ["Alice"]


def test_no_more_than_asked_for():
    assert len(near("aaaa", ["aaab", "aaac", "aaad", "aaae"], most=2)) == 2


def test_what_resembles_nothing_has_no_near_names():
    assert near("xyz", ["alice", "bob"]) == []


def test_the_end_of_one_word_and_the_beginning_of_the_next_are_no_part():
    assert near("Nope", ["AmazonOpenSearchServiceFullAccess"]) == []
    assert near("deploy", ["WindowsideployerPolicy", "AllDeploymentsOfTheYear"]) == [
        "WindowsideployerPolicy",
        "AllDeploymentsOfTheYear",
    ]


def test_a_name_that_is_part_of_another_is_taken_for_it():
    names = ["AWSSSOReadOnly", "ReadOnlyAccess", "AmazonS3ReadOnlyAccess"]

    assert near("s3readonly", names)[0] == "AmazonS3ReadOnlyAccess"
