package app.aldis.shell

import app.aldis.engine.News
import app.aldis.engine.Person
import app.aldis.engine.PersonId
import app.aldis.engine.Phone

/**
 * What a screen of an open phone works with.
 *
 * @property heardFrom who has sent something since the unlock.
 * @property burnedText to be told when a text was burned: the lock is then followed by a new epoch.
 * @property news what messages have brought beside their texts, until the owner has seen it.
 */
class Desk(
    val phone: Phone,
    val way: Way,
    val work: Work,
    val burnedText: () -> Unit,
    internal val heardFrom: MutableSet<Int>,
    internal val news: MutableList<News>,
) {
    internal fun person(id: Int): Person? = phone.people().find { it.id.number.toInt() == id }

    internal fun nameOf(id: Int): String = person(id)?.name.orEmpty()
}

internal fun personId(id: Int) = PersonId(id.toUInt())
