package app.aldis.ui

import android.content.Context
import android.content.res.ColorStateList
import android.graphics.Typeface
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.text.Layout
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.Button
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import app.aldis.R

// The few kinds of things that a page is made of. Each adds itself to the column and gives itself back.

/** A page that scrolls: whatever the size of the type, nothing is cut off. */
class Page(context: Context) : ScrollView(context) {
    val column = column(context)

    init {
        isFillViewport = true
        isSaveEnabled = false
        addView(column, LayoutParams(MATCH_PARENT, WRAP_CONTENT))
    }

    /** Throws the page's content away and makes it anew, at the top. */
    fun fill(content: LinearLayout.() -> Unit) {
        column.removeAllViews()
        column.content()
        scrollTo(0, 0)
    }
}

fun column(context: Context) = LinearLayout(context).apply {
    orientation = LinearLayout.VERTICAL
    // Codes reach over the padding, to the edges.
    clipToPadding = false
    val gap = pixels(R.dimen.gap)
    setPadding(gap, gap, gap, gap)
}

fun LinearLayout.title(text: CharSequence): TextView = line(text, R.dimen.type_title).apply {
    typeface = Typeface.create(Typeface.DEFAULT, Typeface.BOLD)
    markAsHeading(this)
}

fun LinearLayout.body(text: CharSequence): TextView = line(text, R.dimen.type_body)

fun LinearLayout.small(text: CharSequence): TextView = line(text, R.dimen.type_small, R.color.faint)

fun LinearLayout.large(text: CharSequence): TextView = line(text, R.dimen.type_large)

/** What a person has to know now. Read out when it changes. */
fun LinearLayout.notice(text: CharSequence, color: Int = R.color.lamp): TextView =
    line(text, R.dimen.type_body, color).apply {
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
        visibility = if (text.isEmpty()) View.GONE else View.VISIBLE
    }

/** Says something, or nothing and takes no room. */
fun TextView.say(text: CharSequence) {
    this.text = text
    visibility = if (text.isEmpty()) View.GONE else View.VISIBLE
}

fun LinearLayout.words(text: CharSequence): TextView = line(text, R.dimen.type_words, R.color.lamp).apply {
    typeface = Typeface.create(Typeface.MONOSPACE, Typeface.BOLD)
}

private fun LinearLayout.line(text: CharSequence, size: Int, color: Int = R.color.text): TextView {
    val view = TextView(context)
    view.text = text
    view.setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, resources.getDimension(size))
    view.setTextColor(context.getColor(color))
    view.setLineSpacing(0f, 1.15f)
    view.hyphenationFrequency = Layout.HYPHENATION_FREQUENCY_FULL
    view.breakStrategy = Layout.BREAK_STRATEGY_HIGH_QUALITY
    view.textAlignment = View.TEXT_ALIGNMENT_VIEW_START
    addView(view, apart())
    return view
}

/** The one thing to do here. */
fun LinearLayout.main(text: CharSequence, act: () -> Unit): Button =
    press(text, act, filled(context, R.color.lamp), R.color.on_lamp)

/** Something else that can be done. */
fun LinearLayout.other(text: CharSequence, act: () -> Unit): Button =
    press(text, act, filled(context, R.color.panel), R.color.text)

/** Something that can be done with what a panel is about. */
fun LinearLayout.inner(text: CharSequence, act: () -> Unit): Button =
    press(text, act, filled(context, R.color.raised), R.color.text)

private fun LinearLayout.press(text: CharSequence, act: () -> Unit, ground: Drawable, color: Int): Button {
    val button = Button(context)
    dress(button, text, ground, color)
    button.setOnClickListener { act() }
    addView(button, apart())
    return button
}

internal fun dress(button: Button, text: CharSequence, ground: Drawable, color: Int) {
    val gap = button.pixels(R.dimen.gap)
    button.text = text
    button.isAllCaps = false
    button.background = ground
    button.stateListAnimator = null
    button.setTextColor(button.context.getColor(color))
    button.setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, button.resources.getDimension(R.dimen.type_button))
    button.minHeight = button.pixels(R.dimen.touch)
    button.gravity = Gravity.CENTER
    button.hyphenationFrequency = Layout.HYPHENATION_FREQUENCY_FULL
    button.setPadding(gap, gap / 2, gap, gap / 2)
}

internal fun filled(context: Context, color: Int): Drawable {
    val shape = GradientDrawable()
    shape.setColor(context.getColor(color))
    shape.cornerRadius = context.resources.getDimension(R.dimen.half_gap)
    return RippleDrawable(ColorStateList.valueOf(context.getColor(R.color.faint)), shape, null)
}

/** A column within the page, set off by its ground. */
fun LinearLayout.panel(content: LinearLayout.() -> Unit): LinearLayout {
    val panel = column(context)
    val shape = GradientDrawable()
    shape.setColor(context.getColor(R.color.panel))
    shape.cornerRadius = resources.getDimension(R.dimen.half_gap)
    panel.background = shape
    panel.content()
    addView(panel, apart())
    return panel
}

fun LinearLayout.space() = addView(View(context), LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))

fun LinearLayout.apart() = LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT).apply {
    bottomMargin = pixels(R.dimen.half_gap)
    topMargin = pixels(R.dimen.half_gap)
}

fun View.pixels(dimension: Int): Int = resources.getDimensionPixelSize(dimension)

fun View.word(text: Int, vararg with: Any): String = resources.getString(text, *with)
