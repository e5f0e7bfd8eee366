package app.aldis.shell

import app.aldis.Peer
import app.aldis.engine.Refusal
import app.aldis.engine.Share
import app.aldis.meetQuietly
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** A phone that travels: without the share that was left with somebody nothing opens, and with it all is as before. */
class TravelTest {
    private val peers = ArrayList<Peer>()
    private val hands = ArrayList<InHand>()

    private fun hand(keys: (Power) -> MemoryKeys = ::MemoryKeys) = InHand(keys = keys).also(hands::add)

    private fun peer() = Peer().also(peers::add)

    @After
    fun clean() {
        hands.forEach { it.close() }
        peers.forEach { it.close() }
    }

    private fun state(hand: InHand) = (hand.shell.model as UnlockModel).state

    private fun asksForShare(hand: InHand) = (state(hand) as? UnlockModel.State.Stuck)?.mayTravel == true

    private fun drawn(hand: InHand): String {
        hand.goes<TravelModel>(Where.Travel)
        hand.does<TravelModel, _>(TravelModel.Event.Make)
        return String((hand.shell.model as TravelModel).let { it.state as TravelModel.State.Show }.words)
    }

    private fun typed(hand: InHand, words: String): TravelModel.State {
        hand.does<TravelModel, _>(TravelModel.Event.ProveByWords)
        return hand.does<TravelModel, _>(TravelModel.Event.Typed(words.toCharArray())).state
    }

    private fun leaves(hand: InHand): String = drawn(hand).also { assertEquals(TravelModel.State.Done, typed(hand, it)) }

    /** What the phone says to a share: the screen of the share, or the one after it. */
    private fun given(hand: InHand, words: String): Any {
        hand.does<UnlockModel, _>(UnlockModel.Event.GiveShare)
        hand.does<GiveShareModel, _>(GiveShareModel.Event.Type)
        (hand.shell.model as GiveShareModel).on(GiveShareModel.Event.Typed(words.toCharArray()))
        hand.work.pass(0)
        return (hand.shell.model as? GiveShareModel)?.state?.also { hand.does<GiveShareModel, _>(GiveShareModel.Event.Back) } ?: state(hand)
    }

    private fun comesHome(hand: InHand) {
        hand.goes<TravelModel>(Where.Travel)
        assertEquals(TravelModel.State.Away(), (hand.shell.model as TravelModel).state)
        assertEquals(TravelModel.State.Back, hand.does<TravelModel, _>(TravelModel.Event.End).state)
    }

    @Test
    fun without_its_share_nothing_opens_and_no_other_share_is_taken_for_it() {
        val hand = hand()
        peer().meetQuietly(hand.shell)
        val words = leaves(hand)
        hand.locks()
        assertTrue("${state(hand)}", asksForShare(hand))
        val other = String(letters(peer().phone.drawShare().words()))
        val card = String(letters(peer().phone.drawCard().words()))
        for (round in 1..12) assertEquals(GiveShareModel.State.Begin(wrong = true), given(hand, other))
        for (no in listOf(card, "", words.substringBeforeLast(' '))) {
            assertEquals(GiveShareModel.State.Type(Refused.NOT_A_SHARE), given(hand, no))
        }
        val onPaper = words.split(' ').mapIndexed { at, word -> "${at + 1}. ${word.uppercase().take(4)}" }.joinToString("\n")
        assertEquals("no try was counted", UnlockModel.State.Ask(), given(hand, onPaper))
        assertTrue(hand.unlock(InHand.PASSPHRASE) is HomeModel)
        assertEquals(1, (hand.shell.model as HomeModel).state.people)
        assertEquals("a new key, and no other", 1, hand.keys.held.size)
    }

    @Test
    fun what_it_was_given_is_not_kept_once_the_app_is_left() {
        val hand = hand()
        val words = leaves(hand)
        hand.locks()
        assertEquals(UnlockModel.State.Ask(), given(hand, words))
        hand.shell.left()
        hand.work.pass(0)
        assertTrue("before the passphrase", asksForShare(hand))
        given(hand, words)
        hand.unlock(InHand.PASSPHRASE)
        hand.shell.left()
        hand.work.pass(0)
        assertTrue("after it", asksForShare(hand))
        hand.does<UnlockModel, _>(UnlockModel.Event.GiveShare)
        hand.does<GiveShareModel, _>(GiveShareModel.Event.Type)
        (hand.shell.model as GiveShareModel).on(GiveShareModel.Event.Typed(words.toCharArray()))
        hand.shell.left()
        hand.work.pass(0)
        assertTrue("left while it was being opened", asksForShare(hand))
    }

    @Test
    fun back_home_it_opens_without_it_again() {
        val hand = hand()
        val words = leaves(hand)
        hand.locks()
        given(hand, words)
        hand.unlock(InHand.PASSPHRASE)
        comesHome(hand)
        hand.locks()
        assertEquals(UnlockModel.State.Ask(), state(hand))
        assertTrue(hand.unlock(InHand.PASSPHRASE) is HomeModel)
        assertEquals(TravelModel.State.Offer(), hand.goes<TravelModel>(Where.Travel).state)
    }

    @Test
    fun a_share_whose_copy_was_not_proven_is_needed_by_nobody() {
        val hand = hand()
        val words = drawn(hand)
        assertEquals(TravelModel.State.Type(wrong = true), typed(hand, words.split(' ').reversed().joinToString(" ")))
        hand.does<TravelModel, _>(TravelModel.Event.ShowAgain)
        assertEquals("the same share", words, String(((hand.shell.model as TravelModel).state as TravelModel.State.Show).words))
        hand.locks()
        assertEquals(UnlockModel.State.Ask(), state(hand))
    }

    @Test
    fun the_power_may_go_between_any_two_steps_and_one_of_the_two_opens_it() {
        val hand = hand()
        for (home in listOf(false, true)) {
            var cut = 0
            while (true) {
                val words = if (home) leaves(hand).also { hand.locks(); given(hand, it); hand.unlock(InHand.PASSPHRASE) } else drawn(hand)
                if (home) hand.goes<TravelModel>(Where.Travel)
                hand.power.left = cut
                val finished = (if (home) hand.does<TravelModel, _>(TravelModel.Event.End).state else typed(hand, words)).let {
                    it == TravelModel.State.Back || it == TravelModel.State.Done
                }
                hand.shell.dieForTests()
                hand.power.left = null
                hand.start()
                if (asksForShare(hand)) {
                    assertEquals("home $home, cut $cut", UnlockModel.State.Ask(), given(hand, words))
                    hand.unlock(InHand.PASSPHRASE)
                    comesHome(hand)
                } else {
                    assertFalse("home $home, cut $cut", home && cut == 0)
                    assertTrue("home $home, cut $cut: ${state(hand)}", hand.unlock(InHand.PASSPHRASE) is HomeModel)
                }
                assertEquals("home $home, cut $cut", 1, hand.keys.held.size)
                if (finished) break
                cut++
            }
            assertTrue("$cut steps", cut >= 4)
        }
    }

    @Test
    fun what_is_not_certain_is_written_once_more_and_the_share_stays_on_the_screen() {
        val hand = hand()
        val trouble = ArrayList(listOf(Refusal.NotCertain(), Refusal.DiskFull()))
        val phone = hand.shell.phoneForTests()
        val given = ArrayList<Share?>()
        val model = TravelModel(Desk(phone, hand.shell, hand.work, {}, HashSet(), ArrayList())) {
            given.add(it)
            trouble.removeFirstOrNull()?.let { refusal -> throw refusal }
        }
        fun on(event: TravelModel.Event) = model.on(event).also { hand.work.pass(0) }
        on(TravelModel.Event.Make)
        val words = String((model.state as TravelModel.State.Show).words)
        on(TravelModel.Event.ProveByWords)
        on(TravelModel.Event.Typed(words.toCharArray()))
        assertEquals(TravelModel.State.Unsure(Refused.NOT_CERTAIN), model.state)
        on(TravelModel.Event.ShowAgain)
        assertEquals(words, String((model.state as TravelModel.State.Show).words))
        on(TravelModel.Event.Again)
        assertEquals("it opens as before", TravelModel.State.Offer(Refused.DISK_FULL), model.state)
        on(TravelModel.Event.Again)
        assertEquals("a share that was put away is not left again", 2, given.size)
    }

    @Test
    fun without_hardware_that_keeps_keys_the_share_alone_stands_beside_the_passphrase() {
        val hand = hand { MemoryKeys(it).apply { trouble = { KeyTrouble(KeyTrouble.Kind.BROKEN) } } }
        val words = leaves(hand)
        hand.locks()
        assertTrue(asksForShare(hand))
        given(hand, words)
        assertTrue(hand.unlock(InHand.PASSPHRASE) is HomeModel)
        comesHome(hand)
        hand.locks()
        assertEquals(UnlockModel.State.Ask(), state(hand))
    }

    @Test
    fun under_force_it_opens_with_its_share_alone_and_says_the_same() {
        val hand = hand()
        hand.shell.phoneForTests().setSecondPassphrase(app.aldis.direct(InHand.PASSPHRASE), app.aldis.direct("quite another"), null)
        val words = leaves(hand)
        hand.locks()
        given(hand, words)
        assertTrue(hand.unlock("quite another") is HomeModel)
        comesHome(hand)
        hand.locks()
        assertTrue(hand.unlock("quite another") is HomeModel)
    }
}
