package app.aldis.shell

import app.aldis.Peer
import app.aldis.direct
import app.aldis.engine.Card
import app.aldis.engine.Clock
import app.aldis.meetQuietly
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** What an owner does for the day when a phone is taken, hers or somebody else's. */
class SeizureTest {
    private val clock = Clock.still(DAY * 20_800uL)
    private val hand = InHand(clock)
    private val peers = ArrayList<Peer>()

    private fun peer() = Peer().also(peers::add)

    @After
    fun clean() {
        hand.close()
        peers.forEach { it.close() }
    }

    private fun Peer.card(): Card = phone.drawCard().also(phone::adoptCard)

    private fun words(card: Card) = String(letters(card.words()))

    private fun person(id: Int) = hand.goes<PersonModel>(Where.Person(id)).state as PersonModel.State.Here

    private fun typed(text: String): TakeCardModel.State {
        hand.goes<TakeCardModel>(Where.TakeCard())
        hand.does<TakeCardModel, _>(TakeCardModel.Event.Type)
        return hand.does<TakeCardModel, _>(TakeCardModel.Event.Typed(text.toCharArray())).state
    }

    @Test
    fun a_card_ends_its_owner_once_somebody_has_said_so_and_no_other_card_changes_anything() {
        val bob = peer()
        val card = bob.card()
        val id = bob.meetQuietly(hand.shell)
        val before = hand.file()
        val said = words(card).split(' ')
        assertEquals(TakeCardModel.State.Type(Refused.NOT_A_CARD), typed(said.drop(1).joinToString(" ")))
        assertEquals(TakeCardModel.State.Type(Refused.NOT_A_CARD), typed(""))
        assertEquals(TakeCardModel.State.Nothing(TakeCardModel.Why.FOREIGN), typed(words(peer().card())))
        val onPaper = said.mapIndexed { at, word -> "${at + 1}. ${word.uppercase().take(4)}" }.joinToString("\n")
        assertEquals(TakeCardModel.State.Sure(listOf("Bob")), typed(onPaper))
        assertEquals("judging writes nothing", before, hand.file())
        assertEquals(Stand.CONFIRMED, person(id).stand)

        typed(onPaper)
        assertEquals(TakeCardModel.State.Ended(listOf("Bob")), hand.does<TakeCardModel, _>(TakeCardModel.Event.End).state)
        val ended = person(id)
        assertEquals(Stand.ENDED_BY_CARD, ended.stand)
        assertEquals(End(20_800, End.How.Card), ended.end)
        assertNull(ended.lease)
        assertEquals(TakeCardModel.State.Nothing(TakeCardModel.Why.KNOWN), typed(onPaper))

        hand.locks()
        hand.unlock(InHand.PASSPHRASE)
        assertEquals("it is on disk", Stand.ENDED_BY_CARD, person(id).stand)
    }

    @Test
    fun the_own_card_ends_nobody_here() {
        val own = hand.shell.phoneForTests().drawCard()
        val said = words(own)
        hand.shell.phoneForTests().adoptCard(own)
        assertEquals(TakeCardModel.State.Nothing(TakeCardModel.Why.OWN), typed(said))
    }

    private fun set(own: String, second: String, again: String = second): SecondPassphraseModel.State =
        hand.does<SecondPassphraseModel, _>(
            SecondPassphraseModel.Event.Set(own.toCharArray(), second.toCharArray(), again.toCharArray()),
        ).state

    private fun tried(text: String): SecondPassphraseModel.State =
        hand.does<SecondPassphraseModel, _>(SecondPassphraseModel.Event.Try(text.toCharArray())).state

    @Test
    fun a_second_passphrase_is_refused_where_a_slip_would_type_it() {
        val model = hand.goes<SecondPassphraseModel>(Where.SecondPassphrase)
        model.on(SecondPassphraseModel.Event.Begin)
        assertEquals("the law comes first", SecondPassphraseModel.State.Law, model.state)
        model.on(SecondPassphraseModel.Event.Understood)
        val own = InHand.PASSPHRASE
        for (second in listOf(own, "wall lamp", "$own and more", "wall lamp drawer bout sit", " $own ")) {
            assertEquals(second, Refused.TOO_SIMILAR, (set(own, second) as SecondPassphraseModel.State.Ask).refused)
        }
        assertTrue((set(own, "quite another", "quite an other") as SecondPassphraseModel.State.Ask).notTheSame)
        assertEquals(Refused.WRONG_PASSPHRASE, (set("not mine", "quite another") as SecondPassphraseModel.State.Ask).refused)
        assertNull(hand.shell.phoneForTests().secondPassphrase())
        assertEquals(SecondPassphraseModel.State.Done(null), set(own, "quite another"))
    }

    @Test
    fun testing_a_passphrase_compares_and_does_nothing() {
        val model = hand.goes<SecondPassphraseModel>(Where.SecondPassphrase)
        model.on(SecondPassphraseModel.Event.Begin)
        model.on(SecondPassphraseModel.Event.Understood)
        set(InHand.PASSPHRASE, "quite another")
        val before = hand.file()
        model.on(SecondPassphraseModel.Event.Test)
        assertEquals(SecondPassphraseModel.State.Test(SecondPassphraseModel.What.SECOND), tried("quite another"))
        assertEquals(SecondPassphraseModel.State.Test(SecondPassphraseModel.What.PHONE), tried(InHand.PASSPHRASE))
        for (wrong in 1..12) {
            assertEquals(SecondPassphraseModel.State.Test(SecondPassphraseModel.What.NOTHING), tried("wrong $wrong"))
        }
        assertEquals("nothing was written or counted", before, hand.file())
        model.on(SecondPassphraseModel.Event.Back)
        assertEquals(SecondPassphraseModel.State.Overview(isSet = true, keeps = null), model.state)
        model.on(SecondPassphraseModel.Event.Remove)
        assertEquals(SecondPassphraseModel.State.Overview(isSet = false, keeps = null), model.state)
        hand.locks()
        assertTrue("it opens nothing any more", hand.unlock("quite another") is UnlockModel.State.Ask)
    }

    @Test
    fun the_second_passphrase_opens_a_phone_with_whom_it_keeps_and_the_first_one_opens_nothing_any_more() {
        val bob = peer()
        val id = bob.meetQuietly(hand.shell)
        val carol = peer()
        carol.meetQuietly(hand.shell, "Carol")
        val model = hand.goes<SecondPassphraseModel>(Where.SecondPassphrase)
        model.on(SecondPassphraseModel.Event.Begin)
        model.on(SecondPassphraseModel.Event.Understood)
        val people = (model.state as SecondPassphraseModel.State.Whom).people
        assertEquals(listOf("Bob", "Carol"), people.map { it.name })
        model.on(SecondPassphraseModel.Event.Keep(people.single { it.id == id }))
        assertEquals(SecondPassphraseModel.State.Done("Bob"), set(InHand.PASSPHRASE, "quite another"))
        hand.locks()
        assertTrue(hand.unlock("quite another") is HomeModel)
        assertEquals(listOf("Bob"), hand.goes<PeopleModel>(Where.People).state.people.map { it.name })
        assertEquals(
            SecondPassphraseModel.State.Overview(isSet = false, keeps = null),
            hand.goes<SecondPassphraseModel>(Where.SecondPassphrase).state,
        )
        val shown = hand.shell.phoneForTests().write(personId(1), direct("all is well"), null)
        bob.sees(shown)
        assertEquals("Bob's phone knows", listOf(true), bob.phone.people().map { it.alarm != null })
        hand.locks()
        assertTrue(hand.unlock(InHand.PASSPHRASE) is UnlockModel.State.Ask)
    }

    @Test
    fun from_the_lock_screen_everything_burns_only_where_the_owner_lets_it() {
        hand.locks()
        val ask = (hand.shell.model as UnlockModel).state as UnlockModel.State.Ask
        assertFalse(ask.mayBurn)
        hand.does<UnlockModel, _>(UnlockModel.Event.Burn)
        assertEquals(Refused.LOCKED_BURN_OFF, ((hand.shell.model as UnlockModel).state as UnlockModel.State.Ask).refused)
        hand.does<UnlockModel, _>(UnlockModel.Event.StartOver)
        assertTrue("nor is it erased", hand.unlock(InHand.PASSPHRASE) is HomeModel)
        hand.goes<SettingsModel>(Where.Settings).on(SettingsModel.Event.LockedBurn(true))
        assertTrue((hand.shell.model as SettingsModel).state.lockedBurn)
        hand.dies()
        hand.start()
        assertTrue(((hand.shell.model as UnlockModel).state as UnlockModel.State.Ask).mayBurn)
        hand.does<UnlockModel, _>(UnlockModel.Event.Burn)
        assertTrue(hand.shell.model is ThisPhoneModel)
        assertTrue(hand.keys.held.isEmpty())
        assertTrue(hand.file().isEmpty())
    }

    @Test
    fun what_may_open_another_day_is_not_erased() {
        hand.dies()
        hand.keys.trouble = { KeyTrouble(KeyTrouble.Kind.BROKEN) }
        hand.start()
        val stuck = (hand.shell.model as UnlockModel).state as UnlockModel.State.Stuck
        assertFalse(stuck.canErase)
        hand.does<UnlockModel, _>(UnlockModel.Event.StartOver)
        assertTrue(hand.shell.model is UnlockModel)
        hand.keys.trouble = null
        hand.does<UnlockModel, _>(UnlockModel.Event.TryAgain)
        assertTrue(hand.unlock(InHand.PASSPHRASE) is HomeModel)
    }

    @Test
    fun a_lease_is_a_date_and_is_extended_once() {
        val id = peer().meetQuietly(hand.shell)
        assertEquals(PersonModel.Lease(20_830, over = false, extended = false), person(id).lease)
        hand.goes<SettingsModel>(Where.Settings).on(SettingsModel.Event.Lease(longer = false))
        assertEquals(14, (hand.shell.model as SettingsModel).state.leaseDays)
        assertEquals(20_814, person(id).lease?.until)
        clock.set(DAY * 20_815uL)
        assertEquals(PersonModel.Lease(20_814, over = true, extended = false), person(id).lease)
        hand.does<PersonModel, _>(PersonModel.Event.Extend)
        assertEquals(PersonModel.Lease(20_829, over = false, extended = true), person(id).lease)
        hand.does<PersonModel, _>(PersonModel.Event.Extend)
        assertEquals(Refused.EXTENDED_ONCE, ((hand.shell.model as PersonModel).state as PersonModel.State.Here).refused)
    }

    @Test
    fun notices_are_off_until_the_owner_switches_them_on() {
        val id = peer().meetQuietly(hand.shell)
        assertFalse(person(id).notices)
        hand.does<PersonModel, _>(PersonModel.Event.Notices(true))
        assertTrue(person(id).notices)
        hand.does<PersonModel, _>(PersonModel.Event.Notices(false))
        assertFalse(person(id).notices)
    }

    private companion object {
        const val DAY = 86_400uL
    }
}
