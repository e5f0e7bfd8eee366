package app.aldis.shell

import app.aldis.engine.MessageId
import app.aldis.engine.Refusal
import app.aldis.engine.Standing

/** One text. It stays until its owner burns it or its limit is over; leaving never burns it. */
class ReadModel(private val desk: Desk, private val message: Int) :
    Model<ReadModel.State, ReadModel.Event>(State.Not(Refused.NO_SUCH_MESSAGE)) {

    sealed interface State {
        /**
         * @property letters the text; the array is wiped when the screen is left.
         * @property burnsAt seconds since 1970-01-01 00:00 UTC, once that is known.
         * @property isEarlier whether it came by the earlier pairing of somebody who was met again.
         * @property next another text that was not opened yet.
         */
        class Text(
            val from: String,
            val person: Int,
            val letters: CharArray,
            val number: Int,
            val burnsAt: Long?,
            val missing: List<Int>,
            val next: Int?,
            val alarm: Alarm?,
            val isEarlier: Boolean,
        ) : State

        data class Not(val refused: Refused) : State
    }

    sealed interface Event {
        data object Burn : Event

        data object BurnAndAnswer : Event

        data object Keep : Event

        data class Next(val message: Int) : Event
    }

    init {
        state = try {
            open()
        } catch (refusal: Refusal) {
            State.Not(Refused.of(refusal))
        }
    }

    private fun open(): State {
        val text = letters(desk.phone.openText(id()))
        val inbox = desk.phone.inbox()
        val entry = inbox.find { it.id == id() } ?: throw Refusal.NoSuchMessage()
        val from = desk.person(entry.from.number.toInt())
        return State.Text(
            from = from?.name.orEmpty(),
            person = entry.from.number.toInt(),
            letters = text,
            number = entry.number.toInt(),
            burnsAt = entry.burnsAt?.toLong(),
            missing = from?.missing.orEmpty().map { it.toInt() }.filter { it < entry.number.toInt() },
            alarm = from?.let(::alarm),
            isEarlier = from?.standing == Standing.REPLACED,
            next = inbox.find { !it.opened && it.id != id() }?.id?.number?.toInt(),
        )
    }

    override fun on(event: Event) {
        when (event) {
            Event.Burn -> if (burn()) desk.way.done()
            Event.BurnAndAnswer -> {
                val person = (state as? State.Text)?.person
                if (burn()) {
                    desk.way.done()
                    person?.let { desk.way.go(Where.Write(it)) }
                }
            }
            Event.Keep -> {
                close()
                // Where the owner chose that texts burn at once, this is the moment.
                try {
                    if (desk.phone.letTimePass() > 0u) desk.burnedText()
                } catch (_: Refusal) {
                    // It burns the next time that time passes.
                }
                desk.way.done()
            }
            is Event.Next -> desk.way.go(Where.Read(event.message))
        }
    }

    private fun burn(): Boolean = try {
        desk.phone.burnText(id())
        desk.burnedText()
        true
    } catch (refusal: Refusal) {
        close()
        state = State.Not(Refused.of(refusal))
        false
    }

    private fun id() = MessageId(message.toUInt())

    override fun close() {
        (state as? State.Text)?.letters?.fill('\u0000')
    }
}
