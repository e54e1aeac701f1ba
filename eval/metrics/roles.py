"""Role correctness: a question about one group is not answered in another group's words."""

from eval.cases import Case
from service.contract import Answer, Citation
from service.domain import Group
from service.vocabulary.groups import group_vocabulary


def quotes(answer: Answer) -> tuple[Citation, ...]:
    """The quotes that an answer cites."""
    return tuple(citation for citation in answer.citations if citation.kind == "quote")


def misplaced(case: Case, answer: Answer) -> tuple[Citation, ...]:
    """The cited quotes whose speaker fits none of the case's expected roles.

    A speaker fits a role when every part that the role names is stated of the speaker and is the
    same or narrower (a GP is a doctor). A speaker whose role the report does not state fits none.
    The figure is the share of cases, among those that expect roles and whose answer cites a quote,
    without a misplaced one. Own definition, from the guarantees in the product's contract.
    """
    fits = group_vocabulary().fits

    def speaker(quote: Citation) -> Group:
        return Group(role=quote.role, sector=quote.sector, field=quote.field)

    return tuple(
        quote
        for quote in quotes(answer)
        if not any(fits(speaker(quote), wanted) for wanted in case.expected_roles)
    )
