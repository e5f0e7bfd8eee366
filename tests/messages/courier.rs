//! The state machine: two phones and a courier who loses, repeats, reorders, delays, damages, replays from long ago, and
//! a battery that fails at every commit.

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    side::Power,
    world::{Tally, World},
};

/// One event. Pictures are counted from the newest, so that a shorter history still means the same.
#[derive(Clone, Debug)]
enum Event {
    /// A text is sealed and shown.
    Write { who: usize, power: Power },
    /// Several in a row, and nothing arrives meanwhile.
    Burst { who: usize, count: usize },
    /// A kept code is shown once more, counted from the newest.
    ShowAgain { who: usize, back: u32 },
    /// The courier delivers: what he does not deliver is lost.
    Deliver { back: usize, power: Power },
    /// He holds it before the phone that it came from.
    Astray { back: usize },
    /// The oldest pictures of all, from months ago.
    Replay { from_oldest: usize },
    /// One bit of a picture goes round.
    Damage { back: usize, bit: usize },
    /// Everything of a turn arrives, in its order or the other way round.
    Flush { count: usize, reversed: bool },
    /// A text is written and arrives: what couriers mostly do.
    Turn { who: usize },
    /// A text is opened and burned.
    Read { who: usize, power: Power },
}

fn event() -> impl Strategy<Value = Event> {
    let side = || 0_usize..2;
    let power = || {
        let fails = [Power::FailsBeforeTheCommit, Power::FailsAfterTheCommit];
        prop_oneof![8 => Just(Power::Stays), 1 => Just(fails[0]), 1 => Just(fails[1])]
    };
    prop_oneof![
        6 => (side(), power()).prop_map(|(who, power)| Event::Write { who, power }),
        1 => (side(), 2_usize..24).prop_map(|(who, count)| Event::Burst { who, count }),
        1 => (side(), 0_u32..20).prop_map(|(who, back)| Event::ShowAgain { who, back }),
        6 => (0_usize..4, power()).prop_map(|(back, power)| Event::Deliver { back, power }),
        2 => (0_usize..60, power()).prop_map(|(back, power)| Event::Deliver { back, power }),
        1 => (0_usize..4).prop_map(|back| Event::Astray { back }),
        2 => (0_usize..60).prop_map(|from_oldest| Event::Replay { from_oldest }),
        2 => (0_usize..6, any::<usize>()).prop_map(|(back, bit)| Event::Damage { back, bit }),
        1 => (1_usize..24, any::<bool>()).prop_map(|(count, reversed)| Event::Flush { count, reversed }),
        4 => side().prop_map(|who| Event::Turn { who }),
        3 => (side(), power()).prop_map(|(who, power)| Event::Read { who, power }),
    ]
}

fn play(world: &mut World, event: &Event, tally: &mut Tally) {
    let newest = |world: &World, back: usize| world.pile.len().wrapping_sub(back + 1);
    match *event {
        Event::Write { who, power } => world.write(who, power, tally),
        Event::Burst { who, count } => (0..count).for_each(|_| world.write(who, Power::Stays, tally)),
        Event::ShowAgain { who, back } => world.show(who, world.sides[who].sealed.saturating_sub(back)),
        Event::Deliver { back, power } => world.deliver(newest(world, back), power, tally),
        Event::Astray { back } => world.astray(newest(world, back), tally),
        Event::Replay { from_oldest } => world.deliver(from_oldest, Power::Stays, tally),
        Event::Damage { back, bit } => world.damage(newest(world, back), bit, tally),
        Event::Flush { count, reversed } => {
            for place in 0..count {
                let back = if reversed { place } else { count - 1 - place };
                world.deliver(newest(world, back), Power::Stays, tally);
            }
        }
        Event::Turn { who } => {
            world.write(who, Power::Stays, tally);
            world.deliver(newest(world, 0), Power::Stays, tally);
        }
        Event::Read { who, power } => world.read(who, power, tally),
    }
}

const CASES: u32 = 400;

#[test]
fn whatever_a_courier_and_a_battery_do_no_key_repeats_no_text_comes_twice_and_none_within_the_limits_is_lost() {
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let total = std::cell::RefCell::new(Tally::default());
    let strategy = (any::<u64>(), vec(event(), 1..300));
    let result = runner.run(&strategy, |(seed, events)| {
        let (mut world, tally) = (World::new(seed), &mut *total.borrow_mut());
        for event in &events {
            play(&mut world, event, tally);
        }
        world.both_go_on(tally);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));

    // The cases have reached what they are for.
    let total = total.into_inner();
    let Tally { opened, late, replays, too_old, damaged, unanswered, cuts, shown_twice, most_missing, most_steps } =
        total;
    println!(
        "{opened} opened, {late} late, {replays} replays, {too_old} too old, {damaged} damaged, {unanswered} at twenty,"
    );
    println!(
        "{cuts} power cuts, {shown_twice} shown twice for one, at most {most_missing} missing, {most_steps} steps"
    );
    assert!(opened > 10_000 && late > 2_000 && replays > 5_000 && too_old > 500 && damaged > 1_000);
    assert!(unanswered > 500 && cuts > 2_000 && shown_twice > 200 && most_missing > 40 && most_steps > 15);
}
