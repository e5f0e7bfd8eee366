package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.camera.CameraDoor
import app.aldis.shell.Look
import app.aldis.shell.TravelModel
import app.aldis.shell.TravelModel.Event
import app.aldis.shell.TravelModel.State

/** The share that is left with somebody before a border, and what it costs. */
class TravelScreen(context: Context, model: TravelModel, camera: CameraDoor) :
    LookingScreen<State, Event>(context, model, camera) {
    override fun look(state: State): Look? = (state as? State.Scan)?.look

    override fun remark(state: State): String? =
        if ((state as? State.Scan)?.wrong == true) context.getString(R.string.travel_wrong) else null

    override fun LinearLayout.content(state: State) {
        title(word(R.string.travel_title))
        when (state) {
            is State.Offer -> offer(state)
            is State.Show -> {
                code(word(R.string.travel_code_description)).codes = listOf(state.code)
                body(word(R.string.travel_words))
                secretWords(state.words)
                body(word(R.string.travel_show_text))
                main(word(R.string.card_prove_type)) { on(Event.ProveByWords) }
                other(word(R.string.card_prove_scan)) { on(Event.ProveByScan) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Type -> {
                body(word(R.string.card_prove_type_text))
                val typed = wordsField(word(R.string.travel_words))
                if (state.wrong) notice(word(R.string.travel_wrong), R.color.danger)
                main(word(R.string.card_prove)) { typed.chars { on(Event.Typed(it)) } }
                other(word(R.string.travel_show_again)) { on(Event.ShowAgain) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Scan -> {
                body(word(R.string.travel_scan_text))
                camera(state.look).update(state.look, remark(state))
                other(word(R.string.travel_show_again)) { on(Event.ShowAgain) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            State.Working -> notice(word(R.string.second_working))
            is State.Unsure -> {
                refusal(state.refused)
                large(word(R.string.travel_unsure))
                main(word(R.string.travel_again)) { on(Event.Again) }
                other(word(R.string.travel_show_again)) { on(Event.ShowAgain) }
            }
            State.Done -> {
                notice("✓ ${word(R.string.travel_done)}", R.color.good)
                body(word(R.string.travel_done_text))
                main(word(R.string.lock)) { on(Event.Lock) }
                other(word(R.string.back)) { on(Event.Leave) }
            }
            is State.Away -> {
                notice(word(R.string.travel_away))
                body(word(R.string.travel_end_text))
                refusal(state.refused)
                main(word(R.string.travel_end)) { on(Event.End) }
                other(word(R.string.back)) { on(Event.Leave) }
            }
            State.Back -> {
                notice("✓ ${word(R.string.travel_back)}", R.color.good)
                body(word(R.string.travel_back_text))
                main(word(R.string.done)) { on(Event.Leave) }
            }
        }
    }

    private fun LinearLayout.offer(state: State.Offer) {
        large(word(R.string.travel_first))
        body(word(R.string.travel_text))
        refusal(state.refused)
        if (state.refused != null) notice(word(R.string.travel_not_needed))
        main(word(R.string.travel_make)) { on(Event.Make) }
        other(word(R.string.meet_card_no)) { on(Event.Leave) }
    }
}
