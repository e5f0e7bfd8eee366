package app.aldis.shell

import app.aldis.engine.Found
import app.aldis.engine.Refusal
import app.aldis.engine.Share

/**
 * The share of a phone that travels: drawn, shown, proven by its copy, and from then on needed; back home, needed no more.
 *
 * @param travel puts the file under a new secret, joined with a share or alone again; takes its time.
 */
class TravelModel(private val desk: Desk, private val travel: (Share?) -> Unit) :
    Model<TravelModel.State, TravelModel.Event>(State.Offer()) {

    sealed interface State {
        /** @property refused why it opens as before, although a share was copied. */
        data class Offer(val refused: Refused? = null) : State

        /** @property words thirteen; the array is wiped when the screen is left. */
        class Show(val code: Grid, val words: CharArray) : State

        data class Type(val wrong: Boolean = false) : State

        data class Scan(val look: Look, val wrong: Boolean = false) : State

        data object Working : State

        /** Written, but not certain to last: the share is not to be thrown away. */
        data class Unsure(val refused: Refused) : State

        data object Done : State

        /** It travels. */
        data class Away(val refused: Refused? = null) : State

        data object Back : State
    }

    sealed interface Event {
        data object Make : Event

        data object ShowAgain : Event

        data object ProveByWords : Event

        data object ProveByScan : Event

        class Typed(val letters: CharArray) : Event

        /** What was not certain is written once more. */
        data object Again : Event

        /** It is to open without a share again. */
        data object End : Event

        data object Lock : Event

        data object Leave : Event
    }

    private val looker = Looker(desk.work, { state = State.Scan(it, wrong) }, ::take)
    private var share: Share? = null
    private var wrong = false
    private var isClosed = false

    init {
        if (desk.phone.travels()) state = State.Away()
    }

    override fun on(event: Event) = try {
        act(event)
    } catch (refusal: Refusal) {
        forget()
        state = State.Offer(Refused.of(refusal))
    }

    private fun act(event: Event) {
        when (event) {
            Event.Make -> {
                share = desk.phone.drawShare()
                show()
            }
            Event.ShowAgain -> show()
            Event.ProveByWords -> leaveFor(State.Type())
            Event.ProveByScan -> {
                wrong = false
                leaveFor(State.Scan(looker.begin()))
            }
            is Event.Typed -> typed(event.letters)
            Event.Again -> share?.let(::leave)
            Event.End -> if (state is State.Away) home()
            Event.Lock -> desk.way.lock()
            Event.Leave -> desk.way.back()
        }
    }

    private fun show() {
        looker.end()
        share?.let { state = State.Show(it.modules().grid(), letters(it.words())) }
    }

    private fun typed(letters: CharArray) {
        val drawn = share ?: return
        val same = try {
            shareOf(letters).use(drawn::isSame)
        } catch (_: Refusal.NotAShare) {
            false
        }
        if (same) leave(drawn) else state = State.Type(wrong = true)
    }

    private fun take(found: Found) {
        val drawn = share ?: return
        when (found) {
            is Found.TravelShare -> if (drawn.isSame(found.share)) {
                looker.end()
                leave(drawn)
            } else {
                wrong = true
                (state as? State.Scan)?.let { state = it.copy(wrong = true) }
            }
            is Found.EndCard -> looker.say(Seen.Card)
            is Found.Meeting -> looker.say(Seen.Meeting)
            is Found.Message -> looker.say(Seen.Message)
        }
    }

    /** The copy is good: from now on the share is needed. */
    private fun leave(proven: Share) = slowly(proven) { error ->
        when {
            error == null -> {
                forget()
                State.Done
            }
            isUncertain(error) -> State.Unsure(Refused.of(error))
            else -> {
                forget()
                State.Offer(Refused.of(error))
            }
        }
    }

    private fun home() = slowly(null) { error -> if (error == null) State.Back else State.Away(Refused.of(error)) }

    private fun slowly(share: Share?, then: (Throwable?) -> State) {
        // The phone may lock, and this screen close, before it is done.
        val kept = share?.kept()
        state = State.Working
        desk.work.slow({ kept.use { travel(it) } }) { result -> if (!isClosed) state = then(result.exceptionOrNull()) }
    }

    /** Before the words leave the screen they are wiped. */
    private fun leaveFor(next: State) {
        (state as? State.Show)?.words?.fill('\u0000')
        state = next
    }

    private fun forget() {
        share?.close()
        share = null
    }

    override fun close() {
        isClosed = true
        (state as? State.Show)?.words?.fill('\u0000')
        looker.end()
        forget()
    }

    private companion object {
        /** Whether the file may be under the new secret although it was said to have failed. */
        fun isUncertain(error: Throwable) = error is Refusal && error !is Refusal.DiskFull && error !is Refusal.DiskFailed
    }
}
