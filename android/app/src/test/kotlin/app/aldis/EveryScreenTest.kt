package app.aldis

import android.view.View
import android.widget.Button
import app.aldis.shell.Alarm
import app.aldis.shell.Check
import app.aldis.shell.End
import app.aldis.shell.Finding
import app.aldis.shell.GiveShareModel
import app.aldis.shell.HomeModel
import app.aldis.shell.Level
import app.aldis.shell.NewPassphraseModel
import app.aldis.shell.PeopleModel
import app.aldis.shell.PersonModel
import app.aldis.shell.Refused
import app.aldis.shell.SecondPassphraseModel
import app.aldis.shell.Stand
import app.aldis.shell.TakeCardModel
import app.aldis.shell.ThisPhoneModel
import app.aldis.shell.Tier
import app.aldis.shell.TravelModel
import app.aldis.shell.UnlockModel
import app.aldis.shell.Where
import app.aldis.ui.Page
import app.aldis.ui.refusal
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Every screen in every state, small and large, in both languages, in ordinary and in double type. */
class EveryScreenTest : WalkTest() {
    @Test
    fun small_in_english() = everyScreen("small-en")

    @Test
    @Config(qualifiers = "de-$SMALL")
    fun small_in_german() = everyScreen("small-de")

    @Test
    @Config(qualifiers = LARGE)
    fun large_in_english() = everyScreen("large-en")

    @Test
    @Config(qualifiers = "de-$LARGE")
    fun large_in_german() = everyScreen("large-de")

    @Test
    @Config(qualifiers = SMALL, fontScale = 2f)
    fun small_in_double_type() = everyScreen("small-en-double")

    @Test
    @Config(qualifiers = "de-$SMALL", fontScale = 2f)
    fun small_in_german_in_double_type() = everyScreen("small-de-double")

    @Test
    @Config(qualifiers = LARGE, fontScale = 2f)
    fun large_in_double_type() = everyScreen("large-en-double")

    @Test
    @Config(qualifiers = "de-$LARGE", fontScale = 2f)
    fun large_in_german_in_double_type() = everyScreen("large-de-double")

    /** Nobody has translated it into Arabic: English words, laid out from right to left. */
    @Test
    @Config(qualifiers = "ar-ldrtl-$SMALL")
    fun small_from_right_to_left() = everyScreen(from = View.LAYOUT_DIRECTION_RTL)

    @Test
    @Config(qualifiers = "ar-ldrtl-$LARGE", fontScale = 2f)
    fun large_from_right_to_left_in_double_type() = everyScreen(from = View.LAYOUT_DIRECTION_RTL)

    @Test
    @Config(sdk = [26], qualifiers = SMALL)
    fun small_on_the_oldest_android() = everyScreen()

    private fun everyScreen(pictures: String? = null, from: Int = View.LAYOUT_DIRECTION_LTR) {
        album = pictures
        walk()
        assertEquals("the direction in which it is read", from, activity.window.decorView.layoutDirection)
    }

    override fun elsewhere() {
        fullHome()
        people()
        takenCard()
        settings()
        secondPassphrase()
        share()
        helpAndThisPhone()
        locked()
        refusals()
    }

    private fun fullHome() = glimpse(
        "home-everything",
        HomeModel.State(
            people = 2, waiting = listOf(HomeModel.Waiting("Bob", 2, 0, 1), HomeModel.Waiting("Carol", 0, 3, 2)), draftTo = "Bob",
            date = HomeModel.DateQuestion(clock = 20_000, seen = 20_700), burnedByTime = 2, epochFailed = true,
            breaches = setOf(Check.AIRPLANE, Check.USB), refused = Refused.DISK_FULL,
            news = listOf(HomeModel.Told.UnderForce("Bob"), HomeModel.Told.Ended("Carol", "Bob")),
        ),
    )

    private fun people() {
        press(R.string.home_people)
        look("people")
        val alarm = Alarm(since = 20_000, number = 7)
        val ends = listOf(null, End(20_000, End.How.Themselves), End(null, End.How.Card), End(20_000, End.How.Notice("Carol")))
        glimpse("people-of-all-kinds", PeopleModel.State(Stand.entries.mapIndexed { at, stand ->
            PeopleModel.Row(at, "Somebody $at", stand, 20_000.takeIf { at > 0 }, alarm.takeIf { at == 1 }, ends.getOrNull(at))
        }))
        press(word(R.string.people_open, "Bob"))
        look("person")
        val here = app.shell.model.state as PersonModel.State.Here
        for (stand in Stand.entries) glimpse("person-$stand".lowercase(), here.copy(stand = stand))
        glimpse("person-silent", here.copy(lease = PersonModel.Lease(20_000, over = true, extended = false), alarm = alarm, missing = listOf(3, 5), cardOnItsWay = true))
        glimpse("person-words", here.copy(face = PersonModel.Face.WORDS))
        glimpse("person-gone", PersonModel.State.Gone)
        press(R.string.person_rename)
        look("person-rename")
        press(R.string.cancel)
        press(R.string.notices_title)
        look("person-notices")
        press(R.string.back)
        press(word(R.string.person_burn, "Bob"))
        look("person-burn")
        press(R.string.cancel)
        press(R.string.person_meet_again)
        look("meet-again")
        press(R.string.cancel)
    }

    private fun takenCard() {
        press(R.string.home_people)
        press(R.string.take_card_title)
        look("take-card")
        press(R.string.take_card_type)
        type(R.string.card_words, "one two three")
        press(R.string.take_card_look)
        look("take-card-words")
        press(R.string.take_card_scan)
        frameSize()
        look("take-card-scan")
        glimpse("take-card-sure", TakeCardModel.State.Sure(listOf("Bob", "Carol"), Refused.DISK_FULL))
        glimpse("take-card-ended", TakeCardModel.State.Ended(listOf("Bob")))
        for (why in TakeCardModel.Why.entries) glimpse("take-card-$why".lowercase(), TakeCardModel.State.Nothing(why))
        press(R.string.cancel)
    }

    private fun settings() {
        press(R.string.home_settings)
        look("settings")
        press(R.string.settings_locked_burn_on)
        press(R.string.settings_wipe)
        look("settings-burn")
        press(R.string.cancel)
        press(R.string.settings_passphrase)
        type(R.string.settings_passphrase_new, "correct horse battery")
        look("passphrase")
        glimpse("passphrase-not-the-same", NewPassphraseModel.State.Ask(notTheSame = true, refused = Refused.WRONG_PASSPHRASE))
        glimpse("passphrase-working", NewPassphraseModel.State.Working)
        glimpse("passphrase-done", NewPassphraseModel.State.Done)
        press(R.string.cancel)
    }

    private fun secondPassphrase() {
        press(R.string.second_title)
        look("second")
        glimpse("second-set", SecondPassphraseModel.State.Overview(isSet = true, keeps = "Bob"))
        press(R.string.second_set)
        look("second-law")
        press(R.string.setup_understood)
        look("second-whom")
        press(word(R.string.second_keep, "Bob"))
        look("second-ask")
        val ask = app.shell.model.state as SecondPassphraseModel.State.Ask
        glimpse("second-ask-refused", ask.copy(notTheSame = true, refused = Refused.TOO_SIMILAR))
        glimpse("second-working", SecondPassphraseModel.State.Working)
        glimpse("second-done", SecondPassphraseModel.State.Done("Bob"))
        for (what in SecondPassphraseModel.What.entries) glimpse("second-test-$what".lowercase(), SecondPassphraseModel.State.Test(what))
        press(R.string.cancel)
        app.shell.done()
        settle()
    }

    private fun helpAndThisPhone() {
        press(R.string.phone_title)
        val all = Check.entries.mapIndexed { at, check -> Finding(check, Level.entries[at % Level.entries.size]) }
        glimpse("this-phone-of-all-kinds", ThisPhoneModel.State(all, Tier.SOFTWARE, setOf(Check.SIM), first = false))
        press(R.string.continue_)
        press(R.string.help)
        look("help")
        val chapters = all<Button>(activity.window.decorView).map { it.text.toString() }.dropLast(1)
        for (chapter in chapters) {
            press(chapter)
            if (chapter == chapters.first()) look("help-page") else judge("help: $chapter")
            press(R.string.back)
        }
        press(R.string.back)
    }

    private fun locked() {
        app.shell.lock()
        until(word(R.string.unlock_forgotten))
        look("unlock")
        glimpse("unlock-wrong", UnlockModel.State.Ask(UnlockModel.Wrong.WRONG, left = 3, wait = 20, mayBurn = true))
        glimpse("unlock-same", UnlockModel.State.Ask(UnlockModel.Wrong.SAME, left = 9))
        glimpse("unlock-working", UnlockModel.State.Working)
        glimpse("unlock-burned", UnlockModel.State.Burned)
        glimpse("unlock-key-gone", UnlockModel.State.Stuck(Refused.KEY_GONE))
        glimpse("unlock-key-broken", UnlockModel.State.Stuck(Refused.KEY_BROKEN))
        glimpse("unlock-travels", UnlockModel.State.Stuck(Refused.CANNOT_OPEN))
        app.shell.go(Where.GiveShare)
        settle()
        look("give-share")
        glimpse("give-share-wrong", GiveShareModel.State.Begin(wrong = true, refused = Refused.KEY_BROKEN))
        glimpse("give-share-working", GiveShareModel.State.Working)
        press(R.string.share_scan)
        frameSize()
        look("give-share-scan")
        press(R.string.take_card_type)
        type(R.string.travel_words, "one two three")
        press(R.string.share_use)
        look("give-share-words")
        press(R.string.cancel)
    }

    private fun share() {
        press(R.string.home_settings)
        press(R.string.travel_title)
        look("share")
        glimpse("share-refused", TravelModel.State.Offer(Refused.DISK_FULL))
        press(R.string.travel_make)
        look("share-shown")
        press(R.string.card_prove_scan)
        show(peer().phone.drawShare().modules())
        look("share-scan-another")
        press(R.string.travel_show_again)
        press(R.string.card_prove_type)
        type(R.string.travel_words, "one two three")
        press(R.string.card_prove)
        look("share-type-another")
        glimpse("share-working", TravelModel.State.Working)
        glimpse("share-unsure", TravelModel.State.Unsure(Refused.NOT_CERTAIN))
        glimpse("share-left", TravelModel.State.Done)
        glimpse("share-away", TravelModel.State.Away(Refused.DISK_FULL))
        glimpse("share-back", TravelModel.State.Back)
        press(R.string.cancel)
        app.shell.done()
        settle()
    }

    /** Whatever can be refused, on one long page. */
    private fun refusals() {
        val page = Page(activity)
        page.fill { Refused.entries.forEach { refusal(it) } }
        activity.setContentView(page)
        settle()
        look("refusals")
    }

    @Test
    fun the_window_keeps_everything_to_itself() {
        pickUp()
        val flags = activity.window.attributes.flags
        assertTrue(flags and android.view.WindowManager.LayoutParams.FLAG_SECURE != 0)
        assertTrue(activity.window.decorView.rootView.let { tree(it) }.any { it.filterTouchesWhenObscured })
        assertEquals("app.aldis", RuntimeEnvironment.getApplication().packageName)
    }
}
