package app.aldis

import android.widget.Button
import android.widget.TextView
import app.aldis.engine.Meeting
import app.aldis.shell.Alarm
import app.aldis.shell.CameraTrouble
import app.aldis.shell.CheckModel
import app.aldis.shell.Guess
import app.aldis.shell.MeetModel
import app.aldis.shell.Model
import app.aldis.shell.ReadModel
import app.aldis.shell.Refused
import app.aldis.shell.ScanModel
import app.aldis.shell.Seen
import app.aldis.shell.SetUpModel
import app.aldis.shell.WriteModel
import app.aldis.ui.LookView

/**
 * One walk through the whole app, from the first start to the lock screen, by the words on the buttons in whatever
 * language; every screen is looked at in each of its states. What takes bad luck to see is put before it instead.
 */
abstract class WalkTest : InspectedTest() {
    protected fun walk() {
        plugCamera()
        pickUp()
        firstMinutes()
        val bob = peer()
        meeting(bob)
        ownCard()
        writing()
        scanning(bob)
        elsewhere()
        assertAllIsWell()
    }

    /** The rest: people, settings, help, the lock. */
    protected abstract fun elsewhere()

    private fun firstMinutes() {
        until(word(R.string.phone_title))
        look("this-phone")
        press(R.string.continue_, R.string.phone_continue_anyway)
        look("set-up")
        press(R.string.setup_understood)
        look("words")
        press(R.string.setup_own)
        type(R.string.passphrase, "correct horse")
        look("own")
        glimpse("own-refused", SetUpModel.State.Own(Guess.WEAK, Refused.UNFIT_PASSPHRASE))
        press(R.string.setup_by_chance)
        val passphrase = secret(5)
        press(R.string.setup_use_words)
        type(R.string.passphrase, "something else")
        press(R.string.setup_make)
        look("again")
        glimpse("making", SetUpModel.State.Working)
        type(R.string.passphrase, passphrase)
        press(R.string.setup_make)
        until(word(R.string.home_meet_first))
        look("home-nobody")
    }

    private fun meeting(bob: Peer) {
        press(R.string.home_meet_first)
        press(R.string.meet_show_first)
        look("meet-nameless")
        type(R.string.meet_name_hint, "Bob")
        press(R.string.meet_scan_first)
        frameSize()
        look("meet-scan-first")
        press(R.string.cancel)
        press(R.string.home_meet_first)
        type(R.string.meet_name_hint, "Bob")
        press(R.string.meet_show_first)
        look("meet-show")
        press(R.string.meet_slower)
        look("meet-show-slower")
        press(R.string.meet_by_hand)
        look("meet-show-by-hand")
        glimpse("meet-both", MeetModel.State.BothStarted)
        glimpse("meet-differ", MeetModel.State.Differ("Bob"))
        glimpse("meet-not", MeetModel.State.Not(Refused.BURNED_PHONE))
        press(R.string.meet_faster)
        val second = bob.meet("Alice", reelShownTo(bob)) as Meeting.Second
        press(R.string.meet_other_has_it)
        show(second.reel.modules(0u))
        look("meet-scan-part")
        glimpse("meet-scan-wrong", (app.shell.model.state as MeetModel.State.Scan).copy(refused = Refused.OTHER_MEETING))
        camera()
        var number = 1u
        while (app.shell.model.state !is MeetModel.State.Show) {
            check(number < 30u) { "the second code was not read: ${everyWord()}" }
            show(second.reel.modules(number++))
        }
        look("meet-show-last")
        bob.meet("Alice", shownTo(bob).single()) as Meeting.Done
        press(R.string.meet_other_has_it)
        look("meet-words")
        bob.phone.confirm(bob.phone.people().single().id)
        press(R.string.meet_match)
        look("practice")
        press(R.string.meet_practice_write)
        bob.receive(shownTo(bob).single())
        press(R.string.done)
        press(word(R.string.meet_practice_scan, "Bob"))
        show(bob.write("And back.").modules())
        press(R.string.scan_open)
        press(R.string.read_burn)
        look("practice-done")
        press(R.string.continue_)
    }

    /** All that goes wrong with a camera, and all that is said of a picture, where a camera looks. */
    private fun camera() {
        for (why in CameraTrouble.entries) {
            eyes().eyes.failed(why)
            settle()
            look("camera-$why".lowercase())
        }
        eyes().eyes.ready(torch = true, zoom = 4f)
        settle()
        val now = (app.shell.model.state as MeetModel.State.Scan).look
        for (seen in SIGHTS) {
            eyes().update(now.copy(seen = seen), null)
            settle()
            judge("seen $seen")
        }
        eyes().update(now, null)
    }

    private fun ownCard() {
        look("card-offer")
        press(R.string.meet_card_make)
        look("card")
        val words = secret(13)
        press(R.string.card_prove_scan)
        show(peer().phone.drawCard().modules())
        look("card-scan-another")
        press(R.string.card_show_again)
        press(R.string.card_prove_type)
        type(R.string.card_words, "one two three")
        press(R.string.card_prove)
        look("card-type-another")
        type(R.string.card_words, words)
        press(R.string.card_prove)
        look("card-done")
        press(R.string.done)
        look("home")
    }

    private fun writing() {
        press(R.string.home_write)
        look("write")
        type(R.string.write_hint, "x".repeat(400))
        look("write-longer")
        type(R.string.write_hint, "ж".repeat(500))
        press(R.string.write_show)
        look("write-too-long")
        type(R.string.write_hint, "Bring the map. Friday, the old place.")
        press(R.string.write_show)
        look("code")
        press(R.string.code_several)
        look("code-several")
        press(R.string.code_moving)
        look("code-moving")
        press(R.string.meet_slower)
        look("code-moving-slower")
        press(R.string.meet_by_hand)
        look("code-moving-by-hand")
        press(R.string.code_check)
        frameSize()
        look("check")
        glimpse("check-good", CheckModel.State.Good(31))
        glimpse("check-poor", CheckModel.State.Poor(88))
        glimpse("check-another", CheckModel.State.Another("Bob", 12))
        glimpse("check-not-ours", CheckModel.State.NotOurs)
        glimpse("check-not", CheckModel.State.Not(Refused.NO_SUCH_CODE))
        press(R.string.back)
        press(R.string.done)
        press(R.string.home_write)
        become(WriteModel.State.Whom(listOf(WriteModel.Someone(1, "Bob"), WriteModel.Someone(2, "Somebody with a rather long name"))))
        look("write-whom")
        become(WriteModel.State.Whom(emptyList()))
        look("write-nobody")
        press(R.string.back)
    }

    private fun scanning(bob: Peer) {
        press(R.string.home_scan)
        frameSize()
        look("scan")
        glimpse("scan-sign-of-life", ScanModel.State.SignOfLife("Bob", news = true))
        glimpse("scan-ended", ScanModel.State.Ended("Bob", news = true))
        glimpse("scan-not", ScanModel.State.Not(Refused.ALREADY_READ))
        show(bob.write("I have it. Friday, the old place, and bring what we spoke of: the map, the lamp, both keys.").modules())
        look("scan-message")
        press(R.string.scan_open)
        look("read")
        val text = app.shell.model.state as ReadModel.State.Text
        glimpse("read-everything", full(text))
        glimpse("read-not", ReadModel.State.Not(Refused.NO_SUCH_MESSAGE))
        press(R.string.read_keep)
        look("home-waiting")
    }

    private fun full(text: ReadModel.State.Text) = ReadModel.State.Text(
        from = text.from, person = text.person, letters = text.letters, number = 7, burnsAt = text.burnsAt, missing = listOf(4, 6),
        next = text.person, alarm = Alarm(since = 20_000, number = 7), isEarlier = true,
    )

    private fun eyes() = anyView { it is LookView } as LookView

    /** Shows a state that takes bad luck, looks at it, and goes back. */
    protected fun glimpse(name: String, state: Any) {
        val before = app.shell.model.state
        become(state)
        look(name)
        become(before)
    }

    protected fun become(state: Any) {
        val set = Model::class.java.getDeclaredMethod("setState", Any::class.java).apply { isAccessible = true }
        set.invoke(app.shell.model, state)
        settle()
    }

    /** Presses the one of these that is there. */
    protected fun press(vararg words: Int) {
        val texts = words.map { word(it) }
        press(texts.firstOrNull { text -> find<Button> { it.text.toString() == text } != null } ?: texts.first())
    }

    protected fun type(name: Int, text: String) = type(word(name), text)

    protected fun word(text: Int, vararg with: Any): String = activity.getString(text, *with)

    protected fun secret(words: Int): String =
        find<TextView> { it.isShown && it.text.count { char -> char == '\n' } == words - 1 }!!.text.toString().replace('\n', ' ')

    private companion object {
        val SIGHTS = listOf(
            Seen.Nothing, Seen.Marks, Seen.TooSmall, Seen.Blurred, Seen.CutOff, Seen.Glare, Seen.Inverted, Seen.Busy, Seen.NotOurs,
            Seen.Newer, Seen.Meeting, Seen.Message, Seen.Card, Seen.Share, Seen.Part(3, 7),
        )
    }
}
