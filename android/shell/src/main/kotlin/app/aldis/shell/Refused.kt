package app.aldis.shell

import app.aldis.engine.Refusal

/** Why a verb did nothing. The screen has two sentences for each: what is the matter, and what to do next. */
enum class Refused {
    LOCKED, BROKEN,
    NO_PHONE, PHONE_EXISTS, IN_USE, NOT_A_PHONE, NEWER_PHONE, CANNOT_OPEN, BURNED,
    WRONG_PASSPHRASE, UNFIT_PASSPHRASE, TOO_SIMILAR, NO_MEMORY, DISK_FULL, DISK_FAILED, NOT_CERTAIN,
    UNKNOWN_PERSON, NAME_TAKEN, UNFIT_NAME, TOO_MANY_PEOPLE, UNCONFIRMED, PAUSED, ENDED, REPLACED,
    EMPTY_TEXT, TOO_LONG, UNANSWERED, TOO_MANY_KEPT, NO_SUCH_CODE,
    INBOX_FULL, NO_SUCH_MESSAGE, UNREADABLE, ALREADY_READ, NEWER, MALFORMED,
    WRONG_STEP, OWN_CODE, BOTH_STARTED, OTHER_MEETING, NO_MEETING, BURNED_PHONE, NO_CLOCK,
    BURNED_BY_CARD, LEASE_OVER, LEASE_RUNS, EXTENDED_ONCE, TOO_MANY_CARDS, NOT_A_CARD, NOT_A_SHARE, LOCKED_BURN_OFF, NO_SECOND_PASSPHRASE,

    /** The key in this phone's hardware is gone. */
    KEY_GONE,

    /** The key in this phone's hardware did not answer. */
    KEY_BROKEN;

    companion object {
        /** A sentence for whatever a verb threw; a bug of ours is one too. */
        fun of(error: Throwable): Refused = when (error) {
            is Refusal -> of(error)
            is KeyTrouble -> if (error.kind == KeyTrouble.Kind.GONE) KEY_GONE else KEY_BROKEN
            is java.io.IOException -> DISK_FAILED
            else -> BROKEN
        }

        private fun of(refusal: Refusal): Refused = when (refusal) {
            is Refusal.Locked -> LOCKED
            is Refusal.Broken -> BROKEN
            is Refusal.NoPhone -> NO_PHONE
            is Refusal.PhoneExists -> PHONE_EXISTS
            is Refusal.InUse -> IN_USE
            is Refusal.NotAPhone -> NOT_A_PHONE
            is Refusal.NewerPhone -> NEWER_PHONE
            is Refusal.CannotOpen -> CANNOT_OPEN
            is Refusal.Burned -> BURNED
            is Refusal.WrongPassphrase -> WRONG_PASSPHRASE
            is Refusal.UnfitPassphrase -> UNFIT_PASSPHRASE
            is Refusal.TooSimilar -> TOO_SIMILAR
            is Refusal.NoMemory -> NO_MEMORY
            is Refusal.DiskFull -> DISK_FULL
            is Refusal.DiskFailed -> DISK_FAILED
            is Refusal.NotCertain -> NOT_CERTAIN
            is Refusal.UnknownPerson -> UNKNOWN_PERSON
            is Refusal.NameTaken -> NAME_TAKEN
            is Refusal.UnfitName -> UNFIT_NAME
            is Refusal.TooManyPeople -> TOO_MANY_PEOPLE
            is Refusal.Unconfirmed -> UNCONFIRMED
            is Refusal.Paused -> PAUSED
            is Refusal.Ended -> ENDED
            is Refusal.Replaced -> REPLACED
            is Refusal.EmptyText -> EMPTY_TEXT
            is Refusal.TooLong -> TOO_LONG
            is Refusal.Unanswered -> UNANSWERED
            is Refusal.TooManyKept -> TOO_MANY_KEPT
            is Refusal.NoSuchCode -> NO_SUCH_CODE
            is Refusal.InboxFull -> INBOX_FULL
            is Refusal.NoSuchMessage -> NO_SUCH_MESSAGE
            is Refusal.Unreadable -> UNREADABLE
            is Refusal.AlreadyRead -> ALREADY_READ
            is Refusal.Newer -> NEWER
            is Refusal.Malformed -> MALFORMED
            is Refusal.WrongStep -> WRONG_STEP
            is Refusal.OwnCode -> OWN_CODE
            is Refusal.BothStarted -> BOTH_STARTED
            is Refusal.OtherMeeting -> OTHER_MEETING
            is Refusal.NoMeeting -> NO_MEETING
            is Refusal.BurnedPhone -> BURNED_PHONE
            is Refusal.NoClock -> NO_CLOCK
            is Refusal.BurnedByCard -> BURNED_BY_CARD
            is Refusal.LeaseOver -> LEASE_OVER
            is Refusal.LeaseRuns -> LEASE_RUNS
            is Refusal.ExtendedOnce -> EXTENDED_ONCE
            is Refusal.TooManyCards -> TOO_MANY_CARDS
            is Refusal.NotACard -> NOT_A_CARD
            is Refusal.NotAShare -> NOT_A_SHARE
            is Refusal.LockedBurnOff -> LOCKED_BURN_OFF
            is Refusal.NoSecondPassphrase -> NO_SECOND_PASSPHRASE
        }
    }
}
