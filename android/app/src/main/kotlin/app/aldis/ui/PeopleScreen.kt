package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.PeopleModel
import app.aldis.shell.Stand

class PeopleScreen(context: Context, model: PeopleModel) : PageScreen<PeopleModel.State, PeopleModel.Event>(context, model) {
    override fun LinearLayout.content(state: PeopleModel.State) {
        title(word(R.string.people_title))
        for (row in state.people) panel {
            large(row.name)
            val needsAttention = row.stand != Stand.CONFIRMED
            notice(word(sentence(row.stand)), if (needsAttention) R.color.lamp else R.color.good)
            row.end?.let { body(ending(it)) }
            small(if (row.heard == null) word(R.string.person_never_heard) else word(R.string.person_heard, day(row.heard)))
            if (row.alarm != null) notice(word(R.string.write_alarm, row.name), R.color.danger)
            inner(word(R.string.people_open, row.name)) { on(PeopleModel.Event.Open(row.id)) }
        }
        main(word(R.string.people_meet)) { on(PeopleModel.Event.Meet) }
        other(word(R.string.take_card_title)) { on(PeopleModel.Event.TakeCard) }
        other(word(R.string.back)) { on(PeopleModel.Event.Back) }
    }
}
