package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.PeopleModel
import app.aldis.shell.PersonModel
import app.aldis.shell.PersonModel.Event
import app.aldis.shell.PersonModel.Face
import app.aldis.shell.PersonModel.State
import app.aldis.shell.Stand

class PeopleScreen(context: Context, model: PeopleModel) : PageScreen<PeopleModel.State, PeopleModel.Event>(context, model) {
    override fun LinearLayout.content(state: PeopleModel.State) {
        title(word(R.string.people_title))
        for (row in state.people) panel {
            large(row.name)
            val needsAttention = row.stand != Stand.CONFIRMED
            notice(word(sentence(row.stand)), if (needsAttention) R.color.lamp else R.color.good)
            small(if (row.heard == null) word(R.string.person_never_heard) else word(R.string.person_heard, day(row.heard)))
            if (row.alarm) notice(word(R.string.write_alarm, row.name), R.color.danger)
            inner(word(R.string.people_open, row.name)) { on(PeopleModel.Event.Open(row.id)) }
        }
        main(word(R.string.people_meet)) { on(PeopleModel.Event.Meet) }
        other(word(R.string.back)) { on(PeopleModel.Event.Back) }
    }
}

class PersonScreen(context: Context, model: PersonModel) : PageScreen<State, Event>(context, model) {
    override fun LinearLayout.content(state: State) = when (state) {
        State.Gone -> {
            body(word(R.string.said_unknown_person))
            main(word(R.string.back)) { on(Event.Back) }
            Unit
        }
        is State.Here -> {
            title(state.name)
            refusal(state.refused)
            when (state.face) {
                Face.OVERVIEW -> overview(state)
                Face.WORDS -> words(state)
                Face.RENAME -> rename(state)
                Face.BURN -> burn(state)
            }
        }
    }

    private fun LinearLayout.overview(state: State.Here) {
        notice(word(sentence(state.stand)), if (state.stand == Stand.CONFIRMED) R.color.good else R.color.lamp)
        state.alarm?.let { notice(word(R.string.person_alarm, day(it)), R.color.danger) }
        body(if (state.heard == null) word(R.string.person_never_heard) else word(R.string.person_heard, day(state.heard)))
        if (state.missing.isNotEmpty()) {
            notice(resources.getQuantityString(R.plurals.person_missing, state.missing.size, state.missing.size, state.missing.joinToString(", ")))
        }
        when (state.stand) {
            Stand.UNCONFIRMED -> {
                main(word(R.string.person_compare)) { on(Event.Turn(Face.WORDS)) }
                other(word(R.string.person_meet_again)) { on(Event.MeetAgain) }
            }
            Stand.CONFIRMED -> {
                if (state.canExtend) {
                    notice(word(R.string.person_extend_text))
                    other(word(R.string.person_extend)) { on(Event.Extend) }
                }
                main(word(R.string.person_write)) { on(Event.Write) }
                if (state.canShowLast) other(word(R.string.person_show_last)) { on(Event.ShowLast) }
                other(word(R.string.person_cover)) { on(Event.SignOfLife) }
                small(word(R.string.person_cover_text))
                other(word(R.string.person_practice)) { on(Event.Practise) }
                other(word(R.string.person_pause)) { on(Event.Pause) }
            }
            Stand.PAUSED -> main(word(R.string.person_resume)) { on(Event.Resume) }
            Stand.ENDED, Stand.ENDED_BY_CARD -> main(word(R.string.person_meet_again)) { on(Event.MeetAgain) }
        }
        other(word(R.string.person_rename)) { on(Event.Turn(Face.RENAME)) }
        other(word(R.string.person_burn, state.name)) { on(Event.Turn(Face.BURN)) }
        other(word(R.string.back)) { on(Event.Back) }
    }

    private fun LinearLayout.words(state: State.Here) {
        body(word(R.string.meet_words_text))
        fourWords(state.words, state.digits)
        main(word(R.string.meet_match)) { on(Event.Match) }
        hold(word(R.string.meet_differ)) { on(Event.Burn) }
        other(word(R.string.back)) { on(Event.Turn(Face.OVERVIEW)) }
    }

    private fun LinearLayout.rename(state: State.Here) {
        val name = lineField(word(R.string.person_rename_hint), LONGEST_NAME)
        name.setText(state.name)
        main(word(R.string.person_rename)) { on(Event.Rename(name.text.toString())) }
        other(word(R.string.cancel)) { on(Event.Turn(Face.OVERVIEW)) }
    }

    private fun LinearLayout.burn(state: State.Here) {
        body(word(R.string.person_burn_text, state.name))
        hold(word(R.string.person_burn, state.name)) { on(Event.Burn) }
        other(word(R.string.cancel)) { on(Event.Turn(Face.OVERVIEW)) }
    }

    private companion object {
        const val LONGEST_NAME = 40
    }
}
