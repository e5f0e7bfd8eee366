package app.aldis

import android.graphics.Color
import android.graphics.drawable.ColorDrawable
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.text.Layout
import android.view.View
import android.view.inputmethod.EditorInfo
import android.view.textclassifier.TextClassifier
import android.widget.EditText
import android.widget.SeekBar
import android.widget.TextView
import app.aldis.shell.Model
import app.aldis.ui.CodeView
import app.aldis.ui.Field
import app.aldis.ui.Page
import java.io.File
import java.util.Locale
import org.junit.Assert.assertEquals

/** Looks at a screen as it lies there: what is cut off, nameless, too small for a finger, too faint, or gives text away. */
abstract class InspectedTest : PhoneTest() {
    private val complaints = ArrayList<String>()
    private val seen = HashSet<String>()
    private var number = 0

    /** Before the names of the pictures; none are taken without one. */
    protected var album: String? = null

    /** Takes its picture, all of its page where that is longer than the screen, and looks whether anything is wrong with it. */
    protected fun look(name: String) {
        number++
        val title = "%02d-%s".format(Locale.ROOT, number, name)
        album?.let { shoot("$it-$title", if (isLongerThanTheScreen()) wholePage() else screenshot()) }
        judge(title)
    }

    /** Looks without a picture. */
    protected fun judge(title: String) {
        seen.add(app.shell.model.state.javaClass.name)
        fun complain(of: String, what: List<String>) = what.forEach { complaints.add("$title: $of: $it") }
        complain("cut off", cutOff())
        complain("beyond the edge", outside())
        complain("nameless or too small", unusable())
        complain("too faint", faint())
        complain("a field leaks", leaks())
    }

    /** What was wrong anywhere, and which screen in which state was not looked at. */
    protected fun assertAllIsWell() {
        assertEquals("", complaints.joinToString("\n"))
        assertEquals("never looked at", emptyList<String>(), (everyState() - seen).sorted())
    }

    private fun everyState(): Set<String> {
        val shell = File(checkNotNull(Model::class.java.getResource("Model.class")).toURI()).parentFile
        val states = shell.list().orEmpty().filter { STATE.matches(it) }.map { "app.aldis.shell." + it.removeSuffix(".class") }
        check(states.size > 50) { "only ${states.size} states were found" }
        return states.filterNot { Class.forName(it).isInterface || it.endsWith("Companion") || it in NEVER_DRAWN }.toSet()
    }

    private fun isLongerThanTheScreen() = find<Page> { true }?.let { it.column.height > it.height } ?: false

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

    /** Nothing reaches over the sides of the screen, on which nobody can scroll. */
    private fun outside(): List<String> = visible().mapNotNull { view ->
        val place = IntArray(2).also(view::getLocationInWindow)
        val right = place[0] + view.width
        if (place[0] < 0 || right > activity.window.decorView.width) "${view.javaClass.simpleName} \"${(view as? TextView)?.text}\": ${place[0]} to $right" else null
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

    private fun colorOf(drawable: Drawable?): Int? = when (drawable) {
        is RippleDrawable -> colorOf(drawable.getDrawable(0))
        is GradientDrawable -> drawable.color?.defaultColor
        is ColorDrawable -> drawable.color
        else -> null
    }

    private fun leaks(): List<String> = tree(activity.window.decorView).filterIsInstance<EditText>().flatMap { field ->
        listOfNotNull(
            "is no Field".takeIf { field !is Field },
            "saves its text".takeIf { field.isSaveEnabled },
            "offers itself to autofill".takeIf { field.importantForAutofill != View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS },
            "has suggestions".takeIf { field.isSuggestionsEnabled },
            "teaches the keyboard".takeIf { field.imeOptions and EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING == 0 },
            "has a text classifier".takeIf { field.textClassifier !== TextClassifier.NO_OP },
            "has a selection menu".takeIf { field.isLongClickable || menus(field).any { it == null } },
            "copies".takeIf { field.onTextContextMenuItem(android.R.id.copy) || field.onTextContextMenuItem(android.R.id.cut) },
            "pastes".takeIf { field.onTextContextMenuItem(android.R.id.paste) },
        ).map { "${label(field)} $it" }
    }

    private fun menus(field: EditText) = listOf(field.customSelectionActionModeCallback, field.customInsertionActionModeCallback)

    private fun contrast(one: Int, other: Int): Double {
        val (light, dark) = listOf(luminance(one), luminance(other)).sortedDescending()
        return (light + 0.05) / (dark + 0.05)
    }

    private fun luminance(color: Int) = Color.luminance(color).toDouble()

    private companion object {
        val STATE = Regex("\\w+Model\\\$State(\\\$\\w+)?\\.class")

        /** What a screen with a camera is for the moment in which it is made. */
        val NEVER_DRAWN = setOf("app.aldis.shell.CheckModel\$State\$Empty", "app.aldis.shell.ScanModel\$State\$Empty")
    }
}
