package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import android.widget.TextView
import app.aldis.R
import app.aldis.shell.ReadModel
import app.aldis.shell.ReadModel.Event
import app.aldis.shell.ReadModel.State

/** One text, and never a code beside it. */
class ReadScreen(context: Context, model: ReadModel) : PageScreen<State, Event>(context, model) {
    private var shown: TextView? = null

    override fun LinearLayout.content(state: State) = when (state) {
        is State.Text -> text(state)
        is State.Not -> {
            title(word(R.string.app_name))
            refusal(state.refused)
            main(word(R.string.done)) { on(Event.Keep) }
            Unit
        }
    }

    private fun LinearLayout.text(state: State.Text) {
        title(word(R.string.read_title, state.from))
        shown = large("").apply { setText(state.letters, 0, state.letters.size) }
        small(word(R.string.read_number, state.number.toString()))
        if (state.missing.isNotEmpty()) {
            notice(resources.getQuantityString(R.plurals.read_missing, state.missing.size, state.missing.size, state.missing.joinToString(", ")))
        }
        if (state.isEarlier) notice(word(R.string.read_earlier, state.from))
        state.alarm?.let { alarm(state.from, it) }
        main(word(R.string.read_burn)) { on(Event.Burn) }
        other(word(R.string.read_answer)) { on(Event.BurnAndAnswer) }
        other(word(R.string.read_keep)) { on(Event.Keep) }
        state.next?.let { next -> other(word(R.string.read_next)) { on(Event.Next(next)) } }
        small(state.burnsAt?.let { word(R.string.read_burns_at, moment(it)) } ?: word(R.string.read_burns_unknown))
    }

    override fun close() {
        super.close()
        // The model has wiped its letters; the view lets go of them.
        shown?.text = ""
    }
}
