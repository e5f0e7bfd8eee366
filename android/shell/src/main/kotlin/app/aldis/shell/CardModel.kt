package app.aldis.shell

import app.aldis.engine.Card
import app.aldis.engine.Found
import app.aldis.engine.Refusal

/** An end-this-phone card: offered, shown, proven by its copy, and only then adopted and forgotten. */
class CardModel(private val desk: Desk) : Model<CardModel.State, CardModel.Event>(State.Offer()) {

    sealed interface State {
        data class Offer(val refused: Refused? = null) : State

        /** @property words thirteen; the array is wiped when the screen is left. */
        class Show(val code: Grid, val words: CharArray) : State

        data class Type(val wrong: Boolean = false) : State

        data class Scan(val look: Look, val wrong: Boolean = false) : State

        data object Done : State
    }

    sealed interface Event {
        data object Make : Event

        data object ProveByWords : Event

        data object ProveByScan : Event

        class Typed(val letters: CharArray) : Event

        data object ShowAgain : Event

        data object Leave : Event
    }

    private val looker = Looker(desk.work, { state = State.Scan(it, wrong) }, ::take)
    private var card: Card? = null
    private var wrong = false

    override fun on(event: Event) = try {
        act(event)
    } catch (refusal: Refusal) {
        forget()
        state = State.Offer(Refused.of(refusal))
    }

    private fun act(event: Event) {
        when (event) {
            Event.Make -> {
                card = desk.phone.drawCard()
                show()
            }
            Event.ShowAgain -> show()
            Event.ProveByWords -> leaveFor(State.Type())
            Event.ProveByScan -> {
                wrong = false
                leaveFor(State.Scan(looker.begin()))
            }
            is Event.Typed -> typed(event.letters)
            Event.Leave -> desk.way.done()
        }
    }

    private fun show() {
        looker.end()
        card?.let { state = State.Show(it.modules().grid(), letters(it.words())) }
    }

    private fun typed(letters: CharArray) {
        val drawn = card ?: return
        val wanted = letters(drawn.words())
        val typed = onlyLetters(letters)
        val bare = onlyLetters(wanted)
        val same = typed.contentEquals(bare)
        listOf(wanted, typed, bare).forEach { it.fill('\u0000') }
        if (same) adopt(drawn) else state = State.Type(wrong = true)
    }

    private fun take(found: Found) {
        val drawn = card ?: return
        when (found) {
            is Found.EndCard -> if (drawn.isSame(found.card)) {
                looker.end()
                adopt(drawn)
            } else {
                wrong = true
                (state as? State.Scan)?.let { state = it.copy(wrong = true) }
            }
            is Found.TravelShare -> looker.say(Seen.Share)
            is Found.Meeting -> looker.say(Seen.Meeting)
            is Found.Message -> looker.say(Seen.Message)
        }
    }

    private fun adopt(proven: Card) {
        desk.phone.adoptCard(proven)
        forget()
        state = State.Done
    }

    /** Before the words leave the screen they are wiped. */
    private fun leaveFor(next: State) {
        (state as? State.Show)?.words?.fill('\u0000')
        state = next
    }

    private fun forget() {
        card?.close()
        card = null
    }

    override fun close() {
        (state as? State.Show)?.words?.fill('\u0000')
        looker.end()
        forget()
    }

    private companion object {
        /** Words are told apart by their letters alone; the copy on paper may be in capitals, in lines, with numbers. */
        fun onlyLetters(letters: CharArray): CharArray {
            val kept = CharArray(letters.count { it.isLetter() })
            var at = 0
            for (letter in letters) if (letter.isLetter()) kept[at++] = letter.lowercaseChar()
            return kept
        }
    }
}
