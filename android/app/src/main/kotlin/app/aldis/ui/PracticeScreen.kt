package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.PracticeModel
import app.aldis.shell.PracticeModel.Event
import app.aldis.shell.PracticeModel.State

class PracticeScreen(context: Context, model: PracticeModel) : PageScreen<State, Event>(context, model) {
    override fun LinearLayout.content(state: State) {
        title(word(R.string.meet_practice_title))
        body(word(R.string.meet_practice_text))
        if (state.sent) notice("✓ ${word(R.string.meet_practice_sent)}", R.color.good)
        if (state.got) notice("✓ ${word(R.string.meet_practice_got, state.name)}", R.color.good)
        refusal(state.refused)
        val write = word(R.string.meet_practice_write)
        val scan = word(R.string.meet_practice_scan, state.name)
        val text = word(R.string.meet_practice_message)
        if (state.sent) other(write) { on(Event.Write(text)) } else main(write) { on(Event.Write(text)) }
        if (state.got) other(scan) { on(Event.Scan) } else main(scan) { on(Event.Scan) }
        val both = state.sent && state.got
        if (both) main(word(R.string.continue_)) { on(Event.GoOn) } else other(word(R.string.meet_practice_later)) { on(Event.GoOn) }
    }
}
