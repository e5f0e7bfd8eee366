package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.SecondPassphraseModel
import app.aldis.shell.SecondPassphraseModel.Event
import app.aldis.shell.SecondPassphraseModel.State
import app.aldis.shell.SecondPassphraseModel.What

/** What opens under force: said plainly, with what the law may make of it, before anything is typed. */
class SecondPassphraseScreen(context: Context, model: SecondPassphraseModel) : PassphraseForm<State, Event>(context, model) {
    override fun said(state: State): Said? = (state as? State.Ask)?.let { Said(it.guess, it.notTheSame, it.refused) }

    override fun LinearLayout.content(state: State) {
        title(word(R.string.second_title))
        when (state) {
            is State.Overview -> overview(state)
            State.Law -> {
                large(word(R.string.second_law))
                body(word(R.string.second_limits))
                main(word(R.string.setup_understood)) { on(Event.Understood) }
                other(word(R.string.cancel)) { on(Event.Back) }
            }
            is State.Whom -> {
                large(word(R.string.second_whom))
                body(word(R.string.second_whom_text))
                main(word(R.string.second_nobody)) { on(Event.Keep(null)) }
                state.people.forEach { person -> other(word(R.string.second_keep, person.name)) { on(Event.Keep(person)) } }
                other(word(R.string.cancel)) { on(Event.Back) }
            }
            is State.Ask -> ask(state)
            is State.Test -> test(state)
            State.Working -> notice(word(R.string.second_working))
            is State.Done -> {
                notice("✓ ${word(R.string.second_done)}", R.color.good)
                body(if (state.keeps == null) word(R.string.second_opens_nobody) else word(R.string.second_opens_kept, state.keeps!!))
                main(word(R.string.second_test)) { on(Event.Test) }
                other(word(R.string.back)) { on(Event.Back) }
            }
        }
    }

    private fun LinearLayout.overview(state: State.Overview) {
        body(word(R.string.second_text))
        refusal(state.refused)
        if (!state.isSet) {
            notice(word(R.string.second_unset))
            main(word(R.string.second_set)) { on(Event.Begin) }
        } else {
            notice(word(R.string.second_is_set), R.color.good)
            body(if (state.keeps == null) word(R.string.second_opens_nobody) else word(R.string.second_opens_kept, state.keeps!!))
            main(word(R.string.second_test)) { on(Event.Test) }
            other(word(R.string.second_set_another)) { on(Event.Begin) }
            other(word(R.string.second_remove)) { on(Event.Remove) }
        }
        other(word(R.string.back)) { on(Event.Back) }
    }

    private fun LinearLayout.ask(state: State.Ask) {
        trouble()
        notice(word(R.string.second_law), R.color.danger)
        body(if (state.keeps == null) word(R.string.second_opens_nobody) else word(R.string.second_opens_kept, state.keeps!!.name))
        small(word(R.string.second_choose))
        val own = passphraseField(word(R.string.second_own))
        val second = passphraseField(word(R.string.second_title))
        val again = passphraseField(word(R.string.second_again))
        fields = listOf(own, second, again)
        estimate()
        second.onChange { second.chars { on(Event.Typed(it)) } }
        main(word(R.string.second_do)) {
            own.chars { o -> second.chars { s -> again.chars { a -> on(Event.Set(o, s, a)) } } }
        }
        other(word(R.string.cancel)) { on(Event.Back) }
    }

    private fun LinearLayout.test(state: State.Test) {
        body(word(R.string.second_test_text))
        val typed = passphraseField(word(R.string.passphrase))
        fields = listOf(typed)
        when (state.opens) {
            What.PHONE -> notice(word(R.string.second_test_own), R.color.good)
            What.SECOND -> notice("✓ ${word(R.string.second_test_second)}", R.color.good)
            What.NOTHING -> notice(word(R.string.second_test_nothing), R.color.danger)
            null -> Unit
        }
        refusal(state.refused)
        main(word(R.string.second_test)) { typed.chars { on(Event.Try(it)) } }
        other(word(R.string.back)) { on(Event.Back) }
    }
}
