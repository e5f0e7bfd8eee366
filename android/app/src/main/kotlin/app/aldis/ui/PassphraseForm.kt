package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import android.widget.TextView
import app.aldis.R
import app.aldis.shell.Guess
import app.aldis.shell.Model
import app.aldis.shell.Refused

/** A page on which a new passphrase is typed twice. What was typed is wiped with the page. */
abstract class PassphraseForm<S : Any, E : Any>(context: Context, model: Model<S, E>) : PageScreen<S, E>(context, model) {
    /** What a form that asks says of what was typed. */
    protected class Said(val guess: Guess?, val notTheSame: Boolean, val refused: Refused?)

    /** Whatever holds a passphrase on this page. */
    protected var fields = emptyList<Field>()
    private var estimate: TextView? = null
    private var trouble: LinearLayout? = null

    /** Null where nothing new is asked for. */
    protected abstract fun said(state: S): Said?

    override fun draw(state: S) {
        val said = said(state)
        // A letter more changes the estimate and nothing else: the fields stay under the fingers.
        if (said != null && estimate != null) return say(said)
        wipe()
        estimate = null
        super.draw(state)
        said?.let { say(it) }
    }

    /** Where it will be said what was wrong. */
    protected fun LinearLayout.trouble() {
        trouble = LinearLayout(context).also {
            it.orientation = LinearLayout.VERTICAL
            addView(it)
        }
    }

    /** How long it would hold. */
    protected fun LinearLayout.estimate() {
        estimate = notice("")
        small(word(R.string.guess_note))
    }

    private fun say(said: Said) {
        estimate?.let { line -> line.say(said.guess?.let { line.word(sentence(it)) }.orEmpty()) }
        trouble?.let { place ->
            place.removeAllViews()
            if (said.notTheSame) place.notice(place.word(R.string.setup_not_the_same), R.color.danger)
            place.refusal(said.refused)
        }
        // It stands above the fields, where somebody who has just typed does not look.
        if (said.notTheSame || said.refused != null) page.scrollTo(0, 0)
    }

    private fun wipe() {
        fields.forEach { it.wipe() }
        fields = emptyList()
    }

    override fun close() {
        super.close()
        wipe()
    }
}
