"""What can go wrong, in one taxonomy.

Every expected failure is a :class:`LegalAidError`. A class carries a stable ``code`` (also the JSON word of
``cli.md``), the exit status of the command line, and plain facts; the sentence is built where it is shown,
from ``resources/locale/errors.toml`` (ids ``error.<code>`` and ``advice.<code>``, in three languages).
Facts never hold a name, a note, an answer or a passphrase.
"""

from __future__ import annotations

from typing import ClassVar


class LegalAidError(Exception):
    """Expected; shown in plain words without a traceback."""

    code: ClassVar[str] = "failed"
    exit_status: ClassVar[int] = 1

    def __init__(self, **facts: str | int) -> None:
        super().__init__(self.code)
        self.facts: dict[str, str | int] = facts


class WrongUse(LegalAidError):
    """Unknown option, format, language, check id, empty reason; ``what`` names it, ``kind`` may say why."""

    code = "wrong_use"
    exit_status = 2


class NotBuiltYet(LegalAidError):
    """A command of the contract that this version does not have; ``what`` names it."""

    code = "not_built_yet"
    exit_status = 2


class SecretNeeded(LegalAidError):
    """No terminal and no option that gives the passphrase."""

    code = "secret_needed"
    exit_status = 2


class VaultError(LegalAidError):
    """Something about the vault as a whole."""


class WrongPassphrase(VaultError):
    code = "wrong_passphrase"
    exit_status = 3


class WrongPassphraseOrKeyFile(WrongPassphrase):
    """A key file was given and the vault has a way that needs one: either of the two may be wrong."""

    code = "wrong_passphrase_or_key_file"


class KeyFileNeeded(VaultError):
    """Every passphrase of this vault goes with a key file, and none was given."""

    code = "key_file_needed"
    exit_status = 3


class KeyFileUnusable(VaultError):
    """The file given as key file is empty, larger than 1 MiB, no plain file or not readable; or it is to become one and
    lies in the vault's own folder (``kind`` is ``in_vault``)."""

    code = "key_file_unusable"
    exit_status = 3


class NoSuchWay(VaultError):
    """The vault does not open this way at all; ``kind`` is passphrase, recovery or coordinators."""

    code = "no_such_way"
    exit_status = 3


class RecoveryDoesNotFit(VaultError):
    """The parts of the key belong together, but not to this vault as it is now; ``set_number`` is theirs."""

    code = "recovery_does_not_fit"
    exit_status = 3


class SecondCoordinatorNeeded(VaultError):
    """One of the two coordinators' parts is there, the other is not."""

    code = "second_coordinator_needed"
    exit_status = 3


class CoordinatorUnknown(VaultError):
    """The key given is not one of the two coordinators' keys of this vault."""

    code = "coordinator_unknown"
    exit_status = 3


class PartDoesNotFit(VaultError):
    """A coordinator's part of another vault (``kind`` vault), of a way that was replaced (``kind`` way), or sealed
    for somebody else (``kind`` reader)."""

    code = "part_does_not_fit"
    exit_status = 3


class PartNotUnderstood(VaultError):
    """A file that should hold a coordinator's part, or ask for one, and does not."""

    code = "part_not_understood"
    exit_status = 4


class LastWayIn(VaultError):
    """What would be removed is the last way to open the vault."""

    code = "last_way_in"
    exit_status = 7


class AlreadyAWayIn(VaultError):
    """A passphrase that is to be added opens the vault already, in the same way and by another slot."""

    code = "already_a_way_in"
    exit_status = 7


class NoRoomForWay(VaultError):
    """A vault has eight ways in at most."""

    code = "no_room_for_way"
    exit_status = 7


class WrongIdentity(LegalAidError):
    """A backup that none of the given identities opens."""

    code = "wrong_identity"
    exit_status = 3


class HeaderDamaged(VaultError):
    code = "header_damaged"
    exit_status = 4


class VaultDestroyed(HeaderDamaged):
    """The header was overwritten on purpose; what is left of the vault opens for nobody."""

    code = "vault_destroyed"


class DatabaseDamaged(VaultError):
    code = "database_damaged"
    exit_status = 4


class VaultReadOnly(VaultError):
    """The vault is open for reading only, because something of it is damaged or cannot be written."""

    code = "vault_read_only"
    exit_status = 4


class UndoNotPossible(LegalAidError):
    """``reason``: ``inside`` (``before`` and ``after`` are the numbers that can be gone back to), ``too_old``,
    ``later`` (a number that was never reached)."""

    code = "undo_not_possible"
    exit_status = 6  # 1 is a fault of the program; the place that was named is not there to go back to


class VaultTooNew(VaultError):
    code = "vault_too_new"
    exit_status = 4


class VaultNotFound(VaultError):
    code = "vault_not_found"
    exit_status = 6


class VaultExists(VaultError):
    """The folder is not empty."""

    code = "vault_exists"
    exit_status = 7


class VaultInUse(VaultError):
    """Another program holds the lock; ``pid`` where the system gives it."""

    code = "vault_in_use"
    exit_status = 9


class NotEnoughMemory(VaultError):
    """This computer does not give the memory that the vault's key derivation asks for."""

    code = "not_enough_memory"
    exit_status = 4


class UnsafeBinding(VaultError):
    """SQLCipher or SQLite older than the known-good version, or a setting that did not take."""

    code = "unsafe_binding"
    exit_status = 1


class FileNotUnderstood(LegalAidError):
    """A case file, template, pack or other input that cannot be read; ``faults`` in ``detail`` lines."""

    code = "file_not_understood"
    exit_status = 4

    def __init__(self, faults: tuple[str, ...] = (), **facts: str | int) -> None:
        super().__init__(**facts)
        self.faults = faults


class FileRefused(FileNotUnderstood):
    """A file that the gate does not let in; ``kind`` says why, ``what`` is its name where that is known."""

    code = "file_refused"


class FileNotRead(FileRefused):
    """The process that reads a foreign file did not come to an end; ``kind``: time, memory, broken, answer, start."""

    code = "file_not_read"


class TemplateFaulty(FileNotUnderstood):
    code = "template_faulty"


class PackFaulty(FileNotUnderstood):
    """The texts of a law pack have faults; all of them are in ``faults``."""

    code = "pack_faulty"


class PackMalformed(LegalAidError):
    """Not a law pack, or not one of this form; ``reason`` says why."""

    code = "pack_malformed"
    exit_status = 4


class PackUnsigned(LegalAidError):
    """Nobody signed the law pack."""

    code = "pack_unsigned"
    exit_status = 4


class PackAltered(LegalAidError):
    """The law pack was changed after it was signed; ``what`` names the part."""

    code = "pack_altered"
    exit_status = 4


class PackOfOtherLaw(LegalAidError):
    """A law pack with another id than that of the law the program counts by; ``what`` is its id."""

    code = "pack_of_other_law"
    exit_status = 4


class PackFromFuture(LegalAidError):
    """The version of the law pack lies after today; ``version`` and ``today``."""

    code = "pack_from_future"
    exit_status = 4


class PackFromStranger(LegalAidError):
    """Another key than the pinned one signed; ``key`` is that of the signer, hexadecimal."""

    code = "pack_from_stranger"
    exit_status = 3


class PackSignerNew(LegalAidError):
    """No signer is known yet, and nobody said that the words of this one were compared; ``key`` is hexadecimal."""

    code = "pack_signer_new"
    exit_status = 3


class PackKeyUnusable(LegalAidError):
    """The file is no key that signs packs."""

    code = "pack_key_unusable"
    exit_status = 3


class PackOlder(LegalAidError):
    """The law in use is as new or newer; ``version`` and ``known``. ``reason``: older, same (another content under the
    same version)."""

    code = "pack_older"
    exit_status = 7


class NoPackToUndo(LegalAidError):
    """The law in use came with the program: there is no pack to take back."""

    code = "no_pack_to_undo"
    exit_status = 6


class BackupDamaged(LegalAidError):
    code = "backup_damaged"
    exit_status = 4


class BackupTooNew(LegalAidError):
    code = "backup_too_new"
    exit_status = 4


class EvidenceDamaged(LegalAidError):
    code = "evidence_damaged"
    exit_status = 4


class BlockedByChecks(LegalAidError):
    code = "blocked_by_checks"
    exit_status = 5


class RiskNotAccepted(LegalAidError):
    """A document of the library that is marked as dangerous was about to leave the vault, and nobody said that it may;
    ``what`` is its id."""

    code = "risk_not_accepted"
    exit_status = 5


class DocumentExists(LegalAidError):
    """The very same file is in the library already, as ``what``."""

    code = "document_exists"
    exit_status = 7


class DraftStepNotPossible(LegalAidError):
    """A paper does not go to that state: from ``found`` there is no way to ``what`` (``kind`` step), it is for others
    to decide (``kind`` role), or it was not filed (``kind`` receipt)."""

    code = "draft_step_not_possible"
    exit_status = 7


class NotFound(LegalAidError):
    """``kind`` is case, note, evidence, document, deadline, file, person, draft, version or change; ``what`` is an id
    or reference."""

    code = "not_found"
    exit_status = 6


class NoTemplate(NotFound):
    """The catalogue's document has no template in this version or not in this language."""

    code = "no_template"


class CaseExists(LegalAidError):
    code = "case_exists"
    exit_status = 7


class FolderNotEmpty(LegalAidError):
    code = "folder_not_empty"
    exit_status = 7


class RecordChangedMeanwhile(LegalAidError):
    code = "record_changed"
    exit_status = 7


class DestinationNotWritable(LegalAidError):
    code = "destination_not_writable"
    exit_status = 8


class DestinationExists(DestinationNotWritable):
    """A file is already there; nothing is ever overwritten."""

    code = "destination_exists"


class DestinationInVault(DestinationNotWritable):
    """A file made on purpose would lie in the folder of a vault."""

    code = "destination_in_vault"


class DiskFailed(DestinationNotWritable):
    """The disk took a part or nothing of what was to be written: failing, withdrawn, or a quota that SQLite hides."""

    code = "disk_failed"


class HeaderHalfWritten(DestinationNotWritable):
    """The disk failed in the middle of a change of the ways in: the new header or the old one is in force."""

    code = "header_half_written"


class DiskFull(LegalAidError):
    code = "disk_full"
    exit_status = 8


class NewKeyUnfinished(VaultError):
    """The new key is in force, but its last file operations failed; the next opening brings them to their end."""

    code = "new_key_unfinished"
    exit_status = 8


class NewKeyWaits(VaultError):
    """A change of the key was put in force and stopped before its end; reading alone does not finish it, and what is
    there does not open for reading until an ordinary opening did."""

    code = "new_key_waits"
    exit_status = 4


class NoFreshBackup(VaultError):
    """Destroying needs a backup that was verified after the last change, or an explicit waiver; leaving with nothing
    (``kind`` leave) needs the backup."""

    code = "no_fresh_backup"
    exit_status = 7


class CheckPhraseDiffers(LegalAidError):
    """What the coordinator read out does not belong to the last backup."""

    code = "check_phrase_differs"
    exit_status = 7


class WaysWouldGo(VaultError):
    """A new key would leave ways into the vault without effect, and nobody said that they may go; ``n`` of them."""

    code = "ways_would_go"
    exit_status = 7


class NoHelpersWay(VaultError):
    """No coordinators' way and no rehearsed recovery set: without the owner's ways nobody could open the vault."""

    code = "no_helpers_way"
    exit_status = 7


class SharesNotEnough(LegalAidError):
    """Too few parts of the key: ``given``, ``needed`` and ``missing`` are counts."""

    code = "shares_not_enough"
    exit_status = 3


class SharesRepeated(LegalAidError):
    """The same part (``number``) was given twice, and without it there are too few; ``given`` and ``needed``."""

    code = "shares_repeated"
    exit_status = 3


class SharesMixed(LegalAidError):
    """Parts of different sets; ``sets`` lists their numbers."""

    code = "shares_mixed"
    exit_status = 3


class SharesDamaged(LegalAidError):
    """Parts that read well one by one and do not fit together; ``number`` names one where it is known."""

    code = "shares_damaged"
    exit_status = 3


class ShareNotUnderstood(LegalAidError):
    """The words of a recovery sheet were not read; ``kind`` and its facts are listed at ``read_share``; ``in_file``
    is the file they were in."""

    code = "share_not_understood"
    exit_status = 4
