package app.aldis.ui

import android.content.Context
import android.text.InputFilter
import android.text.Spanned
import android.view.Gravity
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.TextView
import app.aldis.R
import app.aldis.shell.CodeSize
import app.aldis.shell.WriteModel
import app.aldis.shell.WriteModel.Event
import app.aldis.shell.WriteModel.State

/** The text, a bar that says how large the code gets, and the button that shows it. */
class WriteScreen(context: Context, private val write: WriteModel) : PageScreen<State, Event>(context, write) {
    private var field: Field? = null
    private var bar: ProgressBar? = null
    private var room: TextView? = null
    private var grown: TextView? = null
    private var trouble: LinearLayout? = null

    override fun draw(state: State) {
        if (state is State.Text && field != null) return measure(state)
        super.draw(state)
    }

    override fun LinearLayout.content(state: State) = when (state) {
        is State.Whom -> {
            title(word(R.string.write_title))
            body(word(if (state.people.isEmpty()) R.string.write_nobody else R.string.write_whom))
            state.people.forEach { person -> main(person.name) { on(Event.To(person.id)) } }
            other(word(R.string.back)) { on(Event.Back) }
            Unit
        }
        is State.Text -> text(state)
    }

    private fun LinearLayout.text(state: State.Text) {
        title(word(R.string.write_to, state.to.name))
        state.alarm?.let { alarm(state.to.name, it) }
        val typed = textField(word(R.string.write_hint))
        typed.filters = arrayOf(AtMostBytes)
        typed.append(java.nio.CharBuffer.wrap(state.draft))
        field = typed
        write.pen = app.aldis.shell.Pen { use -> typed.chars(use) }
        bar = ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal).also {
            it.max = BAR
            it.isSaveEnabled = false
            it.importantForAccessibility = android.view.View.IMPORTANT_FOR_ACCESSIBILITY_NO
            addView(it, apart())
        }
        room = notice("")
        grown = small("")
        trouble = LinearLayout(context).also {
            it.orientation = LinearLayout.VERTICAL
            it.gravity = Gravity.START
            addView(it)
        }
        typed.onChange { on(Event.Typed(typed.text)) }
        main(word(R.string.write_show)) { typed.chars { on(Event.Show(it)) } }
        other(word(R.string.back)) { on(Event.Back) }
        small(word(R.string.write_draft_kept))
        measure(state)
    }

    private fun measure(state: State.Text) {
        val line = room ?: return
        val measure = state.measure
        bar?.progress = (measure.share * BAR).toInt()
        line.say(
            if (measure.left < 0) line.word(R.string.write_over, "${-measure.left}")
            else line.word(R.string.write_left, line.word(name(measure.size)), "${measure.left}"),
        )
        line.setTextColor(context.getColor(if (measure.left < 0) R.color.danger else R.color.lamp))
        grown?.say(if (measure.size > CodeSize.NORMAL) line.word(R.string.write_longer) else "")
        trouble?.removeAllViews()
        trouble?.refusal(state.refused)
    }

    override fun close() {
        super.close()
        field?.wipe()
    }

    /** Takes no more than a draft holds. */
    private object AtMostBytes : InputFilter {
        override fun filter(source: CharSequence, start: Int, end: Int, dest: Spanned, from: Int, to: Int): CharSequence? {
            var bytes = length(dest, 0, from) + length(dest, to, dest.length)
            var at = start
            while (at < end) {
                val point = Character.codePointAt(source, at)
                bytes += WriteModel.utf8Length(point)
                if (bytes > WriteModel.LONGEST) return source.subSequence(start, at)
                at += Character.charCount(point)
            }
            return null
        }

        private fun length(text: CharSequence, from: Int, to: Int): Int {
            var bytes = 0
            var at = from
            while (at < to) {
                val point = Character.codePointAt(text, at)
                bytes += WriteModel.utf8Length(point)
                at += Character.charCount(point)
            }
            return bytes
        }
    }

    private companion object {
        const val BAR = 1000
    }
}
