package app.aldis.shell

import app.aldis.engine.Card
import app.aldis.engine.Code

/** A place that a person can be at. */
sealed interface Where {
    /** The air gap and what guards the keys; before there is anything to unlock, it leads on to [SetUp]. */
    data object ThisPhone : Where

    data object SetUp : Where

    data object Unlock : Where

    data object Home : Where

    data class Meet(val again: String? = null) : Where

    /** The practice message each way, for somebody who was just met. */
    data class Practice(val person: Int) : Where

    /** This phone's own card. */
    data object OwnCard : Where

    /** Somebody else's card; [card] where a scan came upon it. */
    class TakeCard(val card: Card? = null) : Where

    data class Write(val to: Int? = null) : Where

    /** A code that is on disk. The text that it came from is gone. */
    class ShowCode(val code: Code, val to: Int) : Where

    /** Whether the other phone's picture of a code is good. */
    class Check(val code: Code, val to: Int) : Where

    data object Scan : Where

    data class Read(val message: Int) : Where

    data object People : Where

    data class Person(val id: Int) : Where

    data object Settings : Where

    data object NewPassphrase : Where

    /** What opens under force. */
    data object SecondPassphrase : Where

    /** The share that is left with somebody while this phone travels. */
    data object Travel : Where

    /** Where a phone that travels is given its share, before the passphrase. */
    data object GiveShare : Where

    /** The guide; [chapter] is the page of it that is open, its contents without one. */
    data class Help(val chapter: Int? = null) : Where

    /** Whether "done" comes back here, and "back" leaves the app from [Home]. */
    val isBase: Boolean get() = this is Home || this is Practice || this is Unlock

    /** Screens on which a person looks for long without touching: the screen stays on until the phone locks. */
    val keepsScreenOn: Boolean
        get() = this is Write || this is Read || this is Meet || this is Scan || this is ShowCode || this is Check || this is OwnCard ||
            this is TakeCard || this is Travel || this is GiveShare
}

/** The ways out of a screen. */
interface Way {
    fun go(where: Where)

    /** To where the person came from. */
    fun back()

    /** To the last base, [Where.Home] as a rule. */
    fun done()

    /** Locks the phone. */
    fun lock()
}
