"""The law in use, and a pack from a file: first what it is and what it moves, then yes or no, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.law_pack_look import LawLook, Offer, Signer
from legalaid_desktop.presenters.ports import Cancellable, LongTasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.law_packs import PackOffer


class LawPackView(Protocol):
    def show_law(self, look: LawLook) -> None: ...

    def show_work(self, words: str) -> None:
        """A wording id while work goes on, empty when it ended."""

    def show_stand(self, done: int, total: int) -> None: ...

    def show_offer(self, offer: Offer | None) -> None:
        """Ask yes or no; ``None`` takes the question away."""

    def show_told(self, text: str, role: str) -> None:
        """What became of it; an empty text takes it away."""

    def show_heard_wrong(self, text: str) -> None: ...

    def law_changed(self) -> None:
        """Every deadline is counted by another law from now on."""


class LawPackPresenter:
    def __init__(self, view: LawPackView, tasks: LongTasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock = words, clock
        self._ticket: Cancellable | None = None
        self._busy = self._looking = False
        self._file: Path | None = None
        self._held: PackOffer | None = None
        self.offer: Offer | None = None

    def load(self) -> None:
        """Show the law in use, and an open question again in the words that are set now."""
        words, today = self._words(), self._clock.today()

        def work(briefcase: Briefcase) -> LawLook:
            from legalaid_desktop.presenters.law_pack_words import look_of

            return look_of(briefcase, words, today)

        self._tasks.ask(work, done=self._view.show_law, failed=self._failed, latest="law")

    def look(self, file: Path | None) -> None:
        """Read a pack and tell what would change; nothing does."""
        if file is None:
            self._view.show_told(self._words().say("law_pack.no_file"), "harm")
            return
        words, today = self._words(), self._clock.today()

        def work(briefcase: Briefcase, watch: Callable[[int, int], None]) -> tuple[Offer | None, PackOffer | None]:
            from legalaid_desktop.presenters.law_pack_words import offer_of

            return offer_of(briefcase, file, words, today, watch)

        self._file = file
        self._look(work)

    def look_back(self) -> None:
        """Tell what going back to the earlier pack would change; nothing does."""
        words, today = self._words(), self._clock.today()

        def work(briefcase: Briefcase, watch: Callable[[int, int], None]) -> tuple[Offer | None, PackOffer | None]:
            from legalaid_desktop.presenters.law_pack_words import offer_back

            return offer_back(briefcase, words, today, watch), None

        self._file = None
        self._look(work)

    def say_again(self) -> None:
        """The language changed: the question is asked again in it."""
        self.load()
        if self.offer is not None and not self._busy:
            self.look_back() if self.offer.back else self.look(self._file)

    def cancel(self) -> None:
        """Stop what is being read, or taken in: nothing changes then."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._end()
            self._view.show_told(self._words().say("law_pack.cancelled"), "hint")

    def leave(self) -> None:
        """No: all stays as it is. What is being looked at is not waited for."""
        if self._looking and self._ticket is not None:
            self._ticket.cancel()
            self._end()
        had = self.offer is not None
        self.offer = self._held = self._file = None
        self._view.show_offer(None)
        if had:
            self._view.show_told(self._words().say("law_pack.left"), "hint")

    def take(self, *, heard: str = "") -> None:
        """Yes. ``heard``: the words of a new signer as a person typed them from the telephone."""
        offer, held = self.offer, self._held
        if offer is None or self._busy:
            return
        if offer.back:
            self._do("law_pack.going_back", lambda b, watch: b.law_packs.undo(watch=watch), "law_pack.gone_back")
        elif held is not None:
            if offer.signer is Signer.STRANGER and not _same_words(heard, held.key):
                self._view.show_heard_wrong(self._words().say("law_pack.heard_wrong"))
                return

            def install(briefcase: Briefcase, watch: Callable[[int, int], None]) -> str:
                # Of the first signer, yes can be pressed once a person said that the words were compared.
                first = offer.signer is Signer.FIRST
                briefcase.law_packs.install(held, heard=heard, compared=first, watch=watch)
                return held.law.version

            self._do("law_pack.taking", install, "law_pack.taken")

    # --- work

    def _look(
        self, work: Callable[[Briefcase, Callable[[int, int], None]], tuple[Offer | None, PackOffer | None]]
    ) -> None:
        if self._busy:
            return
        ticket = self._begin("law_pack.looking")
        self._looking = True

        def watched(briefcase: Briefcase) -> tuple[Offer | None, PackOffer | None]:
            ticket.watch(0, 0)
            found = work(briefcase, ticket.watch)
            ticket.watch(1, 1)  # stopped meanwhile: nobody is shown what came of it
            return found

        self._tasks.ask(watched, done=self._offered, failed=self._failed)

    def _do(self, id: str, work: Callable[[Briefcase, Callable[[int, int], None]], str], told: str) -> None:
        ticket = self._begin(id)
        self._tasks.ask(
            lambda briefcase: work(briefcase, ticket.watch),
            done=lambda version: self._done(told, version),
            failed=self._failed,
        )

    def _begin(self, id: str) -> Cancellable:
        self._busy = True
        ticket = self._ticket = self._tasks.ticket(self._view.show_stand)
        self._view.show_told("", "")
        self._view.show_work(id)
        return ticket

    def _end(self) -> None:
        self._busy, self._looking, self._ticket = False, False, None
        self._view.show_work("")

    def _offered(self, found: tuple[Offer | None, PackOffer | None]) -> None:
        self._end()
        self.offer, self._held = found
        self._view.show_offer(self.offer)
        if self.offer is None:
            self._view.show_told(self._words().say("law_pack.in_use_already"), "hint")

    def _done(self, told: str, version: str) -> None:
        self._end()
        self.offer = self._held = self._file = None
        self._view.show_offer(None)
        self._view.show_told(self._words().say(told, version=version), "done")
        self._view.law_changed()
        self.load()

    def _failed(self, error: LegalAidError) -> None:
        self._end()
        self.offer = self._held = None
        self._view.show_offer(None)
        self._view.show_told(error_words(error, self._words()), "harm")


def _same_words(heard: str, key: str) -> bool:
    """Whether what was heard, in any of the languages, is the words of a key."""
    from legalaid_desktop.services.law_packs import same_words

    return same_words(heard, key)
