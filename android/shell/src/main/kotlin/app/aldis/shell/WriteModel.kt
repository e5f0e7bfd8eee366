package app.aldis.shell

import app.aldis.engine.Refusal
import app.aldis.engine.Size
import app.aldis.engine.Standing
import app.aldis.engine.room

/** Whoever holds the letters that are being typed. */
fun interface Pen {
    /** Gives a copy to [use] and wipes it afterwards. */
    fun letters(use: (CharArray) -> Unit)
}

/** To whom, what, how long, and then a code. The text stays in the view; here are only its measures. */
class WriteModel(private val desk: Desk, to: Int?) : Model<WriteModel.State, WriteModel.Event>(State.Whom(emptyList())) {

    sealed interface State {
        data class Whom(val people: List<Someone>) : State

        /**
         * @property draft what had been typed before; the array is wiped when the screen is left.
         */
        data class Text(
            val to: Someone,
            val draft: CharArray,
            val measure: Measure,
            val alarm: Alarm? = null,
            val refused: Refused? = null,
        ) : State
    }

    data class Someone(val id: Int, val name: String)

    /** @property left characters that still fit into the longest code; below zero, how many too many. */
    data class Measure(val size: CodeSize, val share: Float, val left: Int)

    sealed interface Event {
        data class To(val person: Int) : Event

        /** Something was typed. The letters are looked at and not kept. */
        class Typed(val letters: CharSequence) : Event

        class Show(val letters: CharArray) : Event

        data object Back : Event
    }

    /** Given by the view while it holds a text. */
    var pen: Pen? = null

    private var isShown = false

    init {
        val people = desk.phone.people().filter { it.standing == Standing.CONFIRMED }.map { Someone(it.id.number.toInt(), it.name) }
        val only = to ?: people.singleOrNull()?.id
        if (only == null) state = State.Whom(people) else write(only)
    }

    override fun on(event: Event) = when (event) {
        is Event.To -> write(event.person)
        is Event.Typed -> typed(event.letters)
        is Event.Show -> show(event.letters)
        Event.Back -> desk.way.back()
    }

    private fun write(to: Int) {
        val person = desk.person(to) ?: return desk.way.back()
        val draft = desk.phone.draft()
        val letters = if (draft?.to == person.id) letters(draft.text) else CharArray(0).also { draft?.text?.close() }
        state = State.Text(Someone(to, person.name), letters, measure(CharBufferSequence(letters)), alarm(person))
    }

    private fun typed(letters: CharSequence) {
        val text = state as? State.Text ?: return
        val measure = measure(letters)
        if (measure != text.measure || text.refused != null) state = text.copy(measure = measure, refused = null)
    }

    private fun show(letters: CharArray) {
        val text = state as? State.Text ?: return
        try {
            val code = utf8(letters) { desk.phone.write(personId(text.to.id), it, null) }
            isShown = true
            desk.way.go(Where.ShowCode(code, text.to.id))
        } catch (refusal: Refusal) {
            state = text.copy(refused = Refused.of(refusal))
        }
    }

    /** A draft is sealed whenever the screen is left, and wiped by the write that shows it. */
    override fun close() {
        val text = state as? State.Text ?: return
        if (!isShown) {
            pen?.letters { letters ->
                try {
                    utf8(letters) { desk.phone.setDraft(personId(text.to.id), it) }
                } catch (_: Refusal) {
                    // The disk refuses, or the person is gone: nobody is there any more to be told.
                }
            }
        }
        text.draft.fill('\u0000')
        pen = null
    }

    companion object {
        /** Longest draft in bytes of UTF-8; the field takes no more. */
        const val LONGEST = 1024

        /** How large the code will be, and about how many more characters of this kind fit. */
        fun measure(letters: CharSequence): Measure {
            var bytes = 0
            var characters = 0
            var at = 0
            while (at < letters.length) {
                val point = Character.codePointAt(letters, at)
                at += Character.charCount(point)
                characters++
                bytes += utf8Length(point)
            }
            val size = CodeSize.entries.firstOrNull { it != CodeSize.SHORT && bytes <= it.room } ?: CodeSize.LONGEST
            val left = CodeSize.LONGEST.room - bytes
            val perCharacter = if (characters == 0) 1.0 else bytes.toDouble() / characters
            // Too many is never said to be none.
            val about = if (left >= 0) (left / perCharacter).toInt() else -maxOf(1, Math.ceil(-left / perCharacter).toInt())
            return Measure(size, bytes.toFloat() / CodeSize.LONGEST.room, about)
        }

        fun utf8Length(point: Int) = when {
            point < 0x80 -> 1
            point < 0x800 -> 2
            point < 0x10000 -> 3
            else -> 4
        }
    }
}

/** How large a code is; [room] in bytes of text. */
enum class CodeSize(private val size: Size) {
    SHORT(Size.SHORT), NORMAL(Size.NORMAL), LONG(Size.LONG), LONGEST(Size.LONGEST);

    val room: Int by lazy { room(size).toInt() }
}

private class CharBufferSequence(private val letters: CharArray) : CharSequence {
    override val length get() = letters.size

    override fun get(index: Int) = letters[index]

    override fun subSequence(startIndex: Int, endIndex: Int) = CharBufferSequence(letters.copyOfRange(startIndex, endIndex))
}
