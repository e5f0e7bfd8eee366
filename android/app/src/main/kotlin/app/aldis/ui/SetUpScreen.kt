package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import android.widget.TextView
import app.aldis.R
import app.aldis.shell.Guess
import app.aldis.shell.SetUpModel
import app.aldis.shell.SetUpModel.Event
import app.aldis.shell.SetUpModel.State

class SetUpScreen(context: Context, model: SetUpModel) : PageScreen<State, Event>(context, model) {
    private var field: Field? = null
    private var estimate: TextView? = null

    override fun draw(state: State) {
        // A letter more changes the estimate and nothing else: the field stays under the fingers.
        val line = estimate
        if (state is State.Own && state.refused == null && line != null) return estimate(line, state.guess)
        field?.wipe()
        field = null
        estimate = null
        super.draw(state)
    }

    override fun LinearLayout.content(state: State) = when (state) {
        State.NoWayBack -> {
            title(word(R.string.setup_title))
            large(word(R.string.setup_no_way_back))
            body(word(R.string.setup_no_way_back_text))
            main(word(R.string.setup_understood)) { on(Event.Understood) }
            Unit
        }
        is State.Words -> {
            title(word(R.string.setup_words_title))
            secretWords(state.letters)
            body(word(R.string.setup_words_text))
            main(word(R.string.setup_use_words)) { on(Event.UseWords) }
            other(word(R.string.setup_other_words)) { on(Event.OtherWords) }
            other(word(R.string.setup_own)) { on(Event.WantOwn) }
            Unit
        }
        is State.Own -> own(state)
        is State.Again -> again(state)
        State.Working -> {
            title(word(R.string.setup_title))
            notice(word(R.string.setup_working))
            Unit
        }
    }

    private fun LinearLayout.own(state: State.Own) {
        title(word(R.string.setup_own_title))
        body(word(R.string.setup_own_text))
        val typed = passphraseField(word(R.string.passphrase))
        field = typed
        estimate = notice("")
        typed.onChange { typed.chars { on(Event.Typed(it)) } }
        estimate(checkNotNull(estimate), state.guess)
        refusal(state.refused)
        small(word(R.string.guess_note))
        main(word(R.string.continue_)) { typed.chars { on(Event.UseOwn(it)) } }
        other(word(R.string.setup_by_chance)) { on(Event.OtherWords) }
    }

    private fun LinearLayout.again(state: State.Again) {
        title(word(R.string.setup_again_title))
        body(word(R.string.setup_again_text))
        val typed = passphraseField(word(R.string.passphrase))
        field = typed
        if (state.wrong) notice(word(R.string.setup_not_the_same), R.color.danger)
        refusal(state.refused)
        main(word(R.string.setup_make)) { typed.chars { on(Event.TypedAgain(it)) } }
        other(word(if (state.own) R.string.back else R.string.setup_back_to_words)) { on(Event.BackToWords) }
    }

    private fun estimate(line: TextView, guess: Guess?) {
        line.say(guess?.let { line.word(sentence(it)) }.orEmpty())
    }

    override fun close() {
        super.close()
        field?.wipe()
    }
}

/** Words that are secret, one a line, on an array that its owner wipes. */
fun LinearLayout.secretWords(letters: CharArray): TextView = words("").apply {
    setText(letters.map { if (it == ' ') '\n' else it }.toCharArray(), 0, letters.size)
}

/** A passphrase's field with a button that shows it. */
fun LinearLayout.passphraseField(name: String): Field {
    val field = secretField(name)
    var shown = false
    lateinit var eye: android.widget.Button
    eye = other(word(R.string.passphrase_show)) {
        shown = !shown
        field.showLetters(shown)
        eye.setText(if (shown) R.string.passphrase_hide else R.string.passphrase_show)
    }
    return field
}
