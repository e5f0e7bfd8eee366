package app.aldis

import android.text.Layout
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.SeekBar
import android.widget.TextView
import app.aldis.shell.Where
import app.aldis.ui.CodeView
import app.aldis.ui.Field
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Every screen, small and large, in both languages, in ordinary and in double type: nothing is cut off or nameless. */
class EveryScreenTest : PhoneTest() {
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
    @Config(sdk = [26], qualifiers = SMALL)
    fun small_on_the_oldest_android() = everyScreen("small-en-old")

    private fun everyScreen(name: String) {
        plugCamera()
        pickUp()
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

    /** Takes its picture, and looks whether anything is wrong with it. */
    private fun look(name: String) {
        shoot(name)
        shoot("$name-page", wholePage())
        assertEquals("$name: cut off", emptyList<String>(), cutOff())
        assertEquals("$name: nameless or too small", emptyList<String>(), unusable())
        assertEquals("$name: too faint", emptyList<String>(), faint())
        assertEquals("$name: a field leaks", emptyList<String>(), leaks())
    }

    private fun visible() = tree(activity.window.decorView).filter { it.isShown && it.width > 0 }

    private fun cutOff(): List<String> = visible().filterIsInstance<TextView>().filter { it !is EditText && it.text.isNotEmpty() }.mapNotNull { view ->
        val layout: Layout = view.layout ?: return@mapNotNull "\"${view.text}\" has no layout"
        val room = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
        val wide = (0 until layout.lineCount).maxOf { layout.getLineMax(it) }
        when {
            layout.height > room + 1 -> "\"${view.text}\" is ${layout.height} high in $room"
            wide > view.width - view.compoundPaddingLeft - view.compoundPaddingRight + 1 -> "\"${view.text}\" is $wide wide in ${view.width}"
            (0 until layout.lineCount).any { layout.getEllipsisCount(it) > 0 } -> "\"${view.text}\" ends in dots"
            else -> null
        }
    }

    private fun unusable(): List<String> {
        val least = (48 * activity.resources.displayMetrics.density).toInt()
        return visible().filter { it.isClickable || it is SeekBar || it is CodeView }.mapNotNull { view ->
            val name = view.contentDescription ?: label(view) ?: (view as? TextView)?.text
            when {
                name.isNullOrBlank() -> "${view.javaClass.simpleName} has no name"
                view.height < least - 1 || view.width < least - 1 -> "\"$name\" is ${view.width} by ${view.height}"
                else -> null
            }
        }
    }

    private fun label(view: View) = visible().filterIsInstance<TextView>().firstOrNull { it.labelFor != View.NO_ID && it.labelFor == view.id }?.text

    /** Text against the ground that it stands on, computed from the colours that are set. */
    private fun faint(): List<String> = visible().filterIsInstance<TextView>().filter { it.text.isNotEmpty() }.mapNotNull { view ->
        val ratio = contrast(view.currentTextColor, ground(view))
        if (ratio < 4.5) "\"${view.text}\": ${"%.1f".format(ratio)}" else null
    }

    private fun ground(view: View): Int {
        var at: View? = view
        while (at != null) {
            colorOf(at.background)?.let { return it }
            at = at.parent as? View
        }
        return activity.getColor(R.color.ground)
    }

    private fun colorOf(drawable: android.graphics.drawable.Drawable?): Int? = when (drawable) {
        is android.graphics.drawable.RippleDrawable -> colorOf(drawable.getDrawable(0))
        is android.graphics.drawable.GradientDrawable -> drawable.color?.defaultColor
        is android.graphics.drawable.ColorDrawable -> drawable.color
        else -> null
    }

    private fun leaks(): List<String> = tree(activity.window.decorView).filterIsInstance<EditText>().flatMap { field ->
        listOfNotNull(
            "is no Field".takeIf { field !is Field },
            "saves its text".takeIf { field.isSaveEnabled },
            "offers itself to autofill".takeIf { field.importantForAutofill != View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS },
            "has suggestions".takeIf { field.isSuggestionsEnabled },
            "teaches the keyboard".takeIf { field.imeOptions and android.view.inputmethod.EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING == 0 },
            "has a text classifier".takeIf { field.textClassifier !== android.view.textclassifier.TextClassifier.NO_OP },
            "copies".takeIf { field.onTextContextMenuItem(android.R.id.copy) || field.onTextContextMenuItem(android.R.id.cut) },
            "pastes".takeIf { field.onTextContextMenuItem(android.R.id.paste) },
        ).map { "${label(field)} $it" }
    }

    private fun contrast(one: Int, other: Int): Double {
        val (light, dark) = listOf(luminance(one), luminance(other)).sortedDescending()
        return (light + 0.05) / (dark + 0.05)
    }

    private fun luminance(color: Int) = android.graphics.Color.luminance(color).toDouble()

    @Test
    fun the_window_keeps_everything_to_itself() {
        pickUp()
        val flags = activity.window.attributes.flags
        assertTrue(flags and android.view.WindowManager.LayoutParams.FLAG_SECURE != 0)
        assertTrue(activity.window.decorView.rootView.let { tree(it) }.any { it.filterTouchesWhenObscured })
        assertEquals("app.aldis", RuntimeEnvironment.getApplication().packageName)
    }
}
