package app.aldis

import android.view.View
import android.widget.Button
import android.widget.TextView
import app.aldis.shell.Where
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Every screen, small and large, in both languages, in ordinary and in double type: nothing is cut off or nameless. */
class EveryScreenTest : InspectedTest() {
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
    fun small_from_right_to_left() = everyScreen("small-ar", from = View.LAYOUT_DIRECTION_RTL)

    @Test
    @Config(qualifiers = "ar-ldrtl-$LARGE", fontScale = 2f)
    fun large_from_right_to_left_in_double_type() = everyScreen("large-ar-double", from = View.LAYOUT_DIRECTION_RTL)

    @Test
    @Config(sdk = [26], qualifiers = SMALL)
    fun small_on_the_oldest_android() = everyScreen("small-en-old")

    private fun everyScreen(name: String, from: Int = View.LAYOUT_DIRECTION_LTR) {
        plugCamera()
        pickUp()
        assertEquals("the direction in which it is read", from, activity.window.decorView.layoutDirection)
        until(activity.getString(R.string.phone_title))
        look("$name-01-this-phone")
        press(R.string.continue_, R.string.phone_continue_anyway)
        look("$name-02-set-up")
        press(R.string.setup_understood)
        look("$name-03-words")
        press(R.string.setup_own)
        look("$name-04-own")
        press(R.string.setup_by_chance)
        val passphrase = find<TextView> { it.text.count { char -> char == '\n' } == 4 }!!.text.toString().replace('\n', ' ')
        press(R.string.setup_use_words)
        type(activity.getString(R.string.passphrase), "something else")
        press(R.string.setup_make)
        look("$name-05-again")
        type(activity.getString(R.string.passphrase), passphrase)
        press(R.string.setup_make)
        until(activity.getString(R.string.home_meet_first))
        look("$name-06-home-nobody")
        val bob = peer()
        val card = bob.phone.drawCard().also(bob.phone::adoptCard)
        val met = bob.meetQuietly(app.shell)
        for ((number, place) in places(met).withIndex()) {
            app.shell.go(place.second)
            settle()
            look("$name-${number + 7}-${place.first}")
        }
        go(Where.Person(met))
        press(R.string.notices_title)
        look("$name-30-notices")
        go(Where.SecondPassphrase)
        look("$name-31-second")
        press(R.string.second_set)
        look("$name-32-second-law")
        press(R.string.setup_understood)
        look("$name-33-second-whom")
        press(R.string.second_nobody)
        look("$name-34-second-ask")
        press(R.string.cancel)
        go(Where.TakeCard())
        look("$name-35-take-card")
        press(R.string.take_card_type)
        press(R.string.take_card_look)
        look("$name-36-take-card-words")
        go(Where.TakeCard(card))
        look("$name-37-take-card-sure")
        holdDown(activity.getString(R.string.take_card_end, "Bob"))
        look("$name-38-take-card-ended")
        go(Where.Person(met))
        look("$name-39-person-ended")
        go(Where.Settings)
        press(R.string.settings_locked_burn_on)
        look("$name-40-settings-burn")
        app.shell.lock()
        until(activity.getString(R.string.unlock_forgotten))
        look("$name-41-unlock")
        type(activity.getString(R.string.passphrase), passphrase)
        press(R.string.unlock)
        until(activity.getString(R.string.home_settings))
        share(name)
    }

    /** From the share's drawing to the screen that asks for it. */
    private fun share(name: String) {
        go(Where.Travel)
        look("$name-42-share")
        press(R.string.travel_make)
        look("$name-43-share-shown")
        val words = find<TextView> { it.text.count { char -> char == '\n' } == 12 }!!.text.toString()
        press(R.string.card_prove_type)
        press(R.string.card_prove)
        look("$name-44-share-typed")
        type(activity.getString(R.string.travel_words), words)
        press(R.string.card_prove)
        until(activity.getString(R.string.travel_done))
        look("$name-45-share-left")
        go(Where.Travel)
        look("$name-46-share-away")
        app.shell.lock()
        until(activity.getString(R.string.unlock_travels))
        look("$name-47-unlock-travels")
        press(R.string.share_title)
        look("$name-48-give-share")
        press(R.string.take_card_type)
        press(R.string.share_use)
        look("$name-49-give-share-words")
    }

    private fun go(where: Where) {
        app.shell.go(where)
        settle()
    }

    private fun places(bob: Int) = listOf(
        "home" to Where.Home,
        "people" to Where.People,
        "person" to Where.Person(bob),
        "practice" to Where.Practice(bob),
        "card" to Where.OwnCard,
        "meet" to Where.Meet(),
        "write" to Where.Write(bob),
        "scan" to Where.Scan,
        "settings" to Where.Settings,
        "passphrase" to Where.NewPassphrase,
        "help" to Where.Help,
    )

    private fun press(vararg words: Int) {
        val texts = words.map { activity.getString(it) }
        press(texts.first { text -> find<Button> { it.text.toString() == text } != null })
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
