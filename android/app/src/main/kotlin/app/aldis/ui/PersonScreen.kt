package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.PersonModel
import app.aldis.shell.PersonModel.Event
import app.aldis.shell.PersonModel.Face
import app.aldis.shell.PersonModel.State
import app.aldis.shell.Stand

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
                Face.NOTICES -> notices(state)
                Face.BURN -> burn(state)
            }
        }
    }

    private fun LinearLayout.overview(state: State.Here) {
        notice(word(sentence(state.stand)), if (state.stand == Stand.CONFIRMED) R.color.good else R.color.lamp)
        state.end?.let { body(ending(it)) }
        state.alarm?.let { alarm(state.name, it) }
        body(if (state.heard == null) word(R.string.person_never_heard) else word(R.string.person_heard, day(state.heard)))
        state.lease?.let { lease(it) }
        if (state.cardOnItsWay) body(word(R.string.person_card_on_its_way))
        if (state.missing.isNotEmpty()) {
            notice(resources.getQuantityString(R.plurals.person_missing, state.missing.size, state.missing.size, state.missing.joinToString(", ")))
        }
        when (state.stand) {
            Stand.UNCONFIRMED -> {
                main(word(R.string.person_compare)) { on(Event.Turn(Face.WORDS)) }
                other(word(R.string.person_meet_again)) { on(Event.MeetAgain) }
            }
            Stand.CONFIRMED -> {
                main(word(R.string.person_write)) { on(Event.Write) }
                if (state.canShowLast) other(word(R.string.person_show_last)) { on(Event.ShowLast) }
                other(word(R.string.person_cover)) { on(Event.SignOfLife) }
                small(word(R.string.person_cover_text))
                other(word(R.string.person_practice)) { on(Event.Practise) }
                other(word(R.string.person_pause)) { on(Event.Pause) }
                other(word(R.string.person_meet_again)) { on(Event.MeetAgain) }
            }
            Stand.PAUSED -> main(word(R.string.person_resume)) { on(Event.Resume) }
            Stand.REPLACED -> Unit
            Stand.ENDED, Stand.ENDED_BY_CARD -> main(word(R.string.person_meet_again)) { on(Event.MeetAgain) }
        }
        if (state.lease != null) other(word(R.string.notices_title)) { on(Event.Turn(Face.NOTICES)) }
        other(word(R.string.person_rename)) { on(Event.Turn(Face.RENAME)) }
        other(word(R.string.person_burn, state.name)) { on(Event.Turn(Face.BURN)) }
        other(word(R.string.back)) { on(Event.Back) }
    }

    /** A lease as a date; and where it is over, what helps. */
    private fun LinearLayout.lease(lease: PersonModel.Lease) {
        val until = day(lease.until)
        when {
            !lease.over && !lease.extended -> body(word(R.string.lease_until, until))
            !lease.over -> body(word(R.string.lease_until_extended, until))
            lease.extended -> notice(word(R.string.lease_over_twice, until))
            else -> {
                notice(word(R.string.lease_over, until))
                body(word(R.string.person_extend_text))
                other(word(R.string.person_extend)) { on(Event.Extend) }
            }
        }
    }

    private fun LinearLayout.notices(state: State.Here) {
        large(word(R.string.notices_title))
        notice(word(if (state.notices) R.string.switched_on else R.string.switched_off))
        body(word(R.string.notices_text, state.name))
        body(word(R.string.notices_tell, state.name))
        main(word(if (state.notices) R.string.notices_off else R.string.notices_on)) { on(Event.Notices(!state.notices)) }
        other(word(R.string.back)) { on(Event.Turn(Face.OVERVIEW)) }
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
