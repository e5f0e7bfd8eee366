package app.aldis.ui

import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.CameraTrouble
import app.aldis.shell.Check
import app.aldis.shell.CodeSize
import app.aldis.shell.Guess
import app.aldis.shell.Level
import app.aldis.shell.Refused
import app.aldis.shell.Seen
import app.aldis.shell.Stand
import app.aldis.shell.Tier

// What a person is told, for everything that the shell can say. Each `when` is complete: the compiler looks.

/** What is the matter, and what to do next. */
fun LinearLayout.refusal(refused: Refused?) {
    if (refused == null) return
    val (said, next) = sentences(refused)
    notice("${word(said)} ${word(next)}", R.color.danger)
}

fun sentences(refused: Refused): Pair<Int, Int> = when (refused) {
    Refused.LOCKED -> R.string.said_locked to R.string.next_locked
    Refused.BROKEN -> R.string.said_broken to R.string.next_broken
    Refused.NO_PHONE -> R.string.said_no_phone to R.string.next_no_phone
    Refused.PHONE_EXISTS -> R.string.said_phone_exists to R.string.next_phone_exists
    Refused.IN_USE -> R.string.said_in_use to R.string.next_in_use
    Refused.NOT_A_PHONE -> R.string.said_not_a_phone to R.string.next_not_a_phone
    Refused.NEWER_PHONE -> R.string.said_newer_phone to R.string.next_newer_phone
    Refused.CANNOT_OPEN -> R.string.said_cannot_open to R.string.next_cannot_open
    Refused.BURNED -> R.string.said_burned to R.string.next_burned
    Refused.WRONG_PASSPHRASE -> R.string.said_wrong_passphrase to R.string.next_wrong_passphrase
    Refused.UNFIT_PASSPHRASE -> R.string.said_unfit_passphrase to R.string.next_unfit_passphrase
    Refused.TOO_SIMILAR -> R.string.said_too_similar to R.string.next_too_similar
    Refused.NO_MEMORY -> R.string.said_no_memory to R.string.next_no_memory
    Refused.DISK_FULL -> R.string.said_disk_full to R.string.next_disk_full
    Refused.DISK_FAILED -> R.string.said_disk_failed to R.string.next_disk_failed
    Refused.NOT_CERTAIN -> R.string.said_not_certain to R.string.next_not_certain
    Refused.UNKNOWN_PERSON -> R.string.said_unknown_person to R.string.next_unknown_person
    Refused.NAME_TAKEN -> R.string.said_name_taken to R.string.next_name_taken
    Refused.UNFIT_NAME -> R.string.said_unfit_name to R.string.next_unfit_name
    Refused.TOO_MANY_PEOPLE -> R.string.said_too_many_people to R.string.next_too_many_people
    Refused.UNCONFIRMED -> R.string.said_unconfirmed to R.string.next_unconfirmed
    Refused.PAUSED -> R.string.said_paused to R.string.next_paused
    Refused.ENDED -> R.string.said_ended to R.string.next_ended
    Refused.REPLACED -> R.string.said_replaced to R.string.next_replaced
    Refused.EMPTY_TEXT -> R.string.said_empty_text to R.string.next_empty_text
    Refused.TOO_LONG -> R.string.said_too_long to R.string.next_too_long
    Refused.UNANSWERED -> R.string.said_unanswered to R.string.next_unanswered
    Refused.TOO_MANY_KEPT -> R.string.said_too_many_kept to R.string.next_too_many_kept
    Refused.NO_SUCH_CODE -> R.string.said_no_such_code to R.string.next_no_such_code
    Refused.INBOX_FULL -> R.string.said_inbox_full to R.string.next_inbox_full
    Refused.NO_SUCH_MESSAGE -> R.string.said_no_such_message to R.string.next_no_such_message
    Refused.UNREADABLE -> R.string.said_unreadable to R.string.next_unreadable
    Refused.ALREADY_READ -> R.string.said_already_read to R.string.next_already_read
    Refused.NEWER -> R.string.said_newer to R.string.next_newer
    Refused.MALFORMED -> R.string.said_malformed to R.string.next_malformed
    Refused.WRONG_STEP -> R.string.said_wrong_step to R.string.next_wrong_step
    Refused.OWN_CODE -> R.string.said_own_code to R.string.next_own_code
    Refused.BOTH_STARTED -> R.string.said_both_started to R.string.next_both_started
    Refused.OTHER_MEETING -> R.string.said_other_meeting to R.string.next_other_meeting
    Refused.NO_MEETING -> R.string.said_no_meeting to R.string.next_no_meeting
    Refused.BURNED_PHONE -> R.string.said_burned_phone to R.string.next_burned_phone
    Refused.NO_CLOCK -> R.string.said_no_clock to R.string.next_no_clock
    Refused.BURNED_BY_CARD -> R.string.said_burned_by_card to R.string.next_burned_by_card
    Refused.LEASE_OVER -> R.string.said_lease_over to R.string.next_lease_over
    Refused.LEASE_RUNS -> R.string.said_lease_runs to R.string.next_lease_runs
    Refused.EXTENDED_ONCE -> R.string.said_extended_once to R.string.next_extended_once
    Refused.TOO_MANY_CARDS -> R.string.said_too_many_cards to R.string.next_too_many_cards
    Refused.NOT_A_CARD -> R.string.said_not_a_card to R.string.next_not_a_card
    Refused.NOT_A_SHARE -> R.string.said_not_a_share to R.string.next_not_a_card
    Refused.LOCKED_BURN_OFF -> R.string.said_locked_burn_off to R.string.next_locked_burn_off
    Refused.NO_SECOND_PASSPHRASE -> R.string.said_no_second_passphrase to R.string.next_no_second_passphrase
    Refused.KEY_GONE -> R.string.said_key_gone to R.string.next_key_gone
    Refused.KEY_BROKEN -> R.string.said_key_broken to R.string.next_key_broken
}

fun LinearLayout.sight(seen: Seen): String = when (seen) {
    Seen.Nothing -> word(R.string.see_nothing)
    Seen.Marks -> word(R.string.see_marks)
    Seen.TooSmall -> word(R.string.see_small)
    Seen.Blurred -> word(R.string.see_blurred)
    Seen.CutOff -> word(R.string.see_cut_off)
    Seen.Glare -> word(R.string.see_glare)
    Seen.Inverted -> word(R.string.see_inverted)
    Seen.Busy -> word(R.string.see_busy)
    Seen.NotOurs -> word(R.string.see_not_ours)
    Seen.Newer -> word(R.string.see_newer)
    Seen.Meeting -> word(R.string.see_meeting)
    Seen.Message -> word(R.string.see_message)
    Seen.Card -> word(R.string.see_card)
    Seen.Share -> word(R.string.see_share)
    is Seen.Part -> word(R.string.see_part, seen.have, seen.need)
}

fun sentence(trouble: CameraTrouble): Int = when (trouble) {
    CameraTrouble.NOT_ASKED -> R.string.camera_permission
    CameraTrouble.REFUSED -> R.string.camera_refused
    CameraTrouble.NONE -> R.string.camera_none
    CameraTrouble.SWITCHED_OFF -> R.string.camera_off
    CameraTrouble.POLICY -> R.string.camera_policy
    CameraTrouble.TAKEN -> R.string.camera_taken
    CameraTrouble.FAILED -> R.string.camera_failed
}

fun sentence(guess: Guess): Int = when (guess) {
    Guess.INSTANTLY -> R.string.guess_instantly
    Guess.WEAK -> R.string.guess_weak
    Guess.FAIR -> R.string.guess_fair
    Guess.STRONG -> R.string.guess_strong
}

fun sentence(stand: Stand): Int = when (stand) {
    Stand.UNCONFIRMED -> R.string.standing_unconfirmed
    Stand.CONFIRMED -> R.string.standing_confirmed
    Stand.PAUSED -> R.string.standing_paused
    Stand.ENDED -> R.string.standing_ended
    Stand.ENDED_BY_CARD -> R.string.standing_ended_by_card
    Stand.REPLACED -> R.string.standing_replaced
}

fun name(size: CodeSize): Int = when (size) {
    CodeSize.SHORT -> R.string.size_short
    CodeSize.NORMAL -> R.string.size_normal
    CodeSize.LONG -> R.string.size_long
    CodeSize.LONGEST -> R.string.size_longest
}

fun name(check: Check): Int = when (check) {
    Check.AIRPLANE -> R.string.check_airplane
    Check.WIFI -> R.string.check_wifi
    Check.BLUETOOTH -> R.string.check_bluetooth
    Check.SCANNING -> R.string.check_scanning
    Check.NFC -> R.string.check_nfc
    Check.SIM -> R.string.check_sim
    Check.USB -> R.string.check_usb
    Check.DEBUGGING -> R.string.check_debugging
    Check.SCREEN_LOCK -> R.string.check_screen_lock
    Check.HARDWARE -> R.string.check_hardware
    Check.PATCH -> R.string.check_patch
}

/** What was found, and what to do about it. Hardware and age of the system have sentences of their own. */
fun sentence(check: Check, level: Level): Int = if (level == Level.UNKNOWN) R.string.check_unknown else when (check) {
    Check.AIRPLANE -> pick(level, R.string.check_airplane_good, R.string.check_airplane_change)
    Check.WIFI -> pick(level, R.string.check_wifi_good, R.string.check_wifi_change)
    Check.BLUETOOTH -> pick(level, R.string.check_bluetooth_good, R.string.check_bluetooth_change)
    Check.SCANNING -> pick(level, R.string.check_scanning_good, R.string.check_scanning_change)
    Check.NFC -> pick(level, R.string.check_nfc_good, R.string.check_nfc_change)
    Check.SIM -> pick(level, R.string.check_sim_good, R.string.check_sim_change)
    Check.USB -> pick(level, R.string.check_usb_good, R.string.check_usb_change)
    Check.DEBUGGING -> pick(level, R.string.check_debugging_good, R.string.check_debugging_change)
    Check.SCREEN_LOCK -> pick(level, R.string.check_screen_lock_good, R.string.check_screen_lock_change)
    Check.HARDWARE -> R.string.check_hardware_unset
    Check.PATCH -> pick(level, R.string.check_patch_good, R.string.check_patch_note)
}

private fun pick(level: Level, good: Int, otherwise: Int) = if (level == Level.GOOD) good else otherwise

fun sentence(tier: Tier?): Int = when (tier) {
    Tier.STRONGBOX -> R.string.check_hardware_strongbox
    Tier.TEE -> R.string.check_hardware_tee
    Tier.SOFTWARE, Tier.NONE -> R.string.check_hardware_software
    null -> R.string.check_hardware_unset
}
