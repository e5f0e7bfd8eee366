//! A disk in memory that refuses or dies at a chosen step, and knows what a power cut would leave.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::Disk;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Read,
    Stage,
    Rename,
    SyncDir,
    Remove,
    RemoveTemp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// This one step has no effect and says so.
    Refuses,
    /// This one step has its effect and reports an error all the same.
    ErrsLate,
    /// The process is gone before this step.
    DiesBefore,
    /// The process is gone right after it.
    DiesAfter,
}

pub(super) const FAULTS: [Fault; 4] = [Fault::Refuses, Fault::ErrsLate, Fault::DiesBefore, Fault::DiesAfter];

/// Clones share the disk.
#[derive(Clone, Default)]
pub(super) struct FaultyDisk(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    /// What a reader sees.
    live: Option<Vec<u8>>,
    /// What is certain to be there after a power cut: between rename and flush either may be.
    durable: Option<Vec<u8>>,
    temp: Option<Vec<u8>>,
    steps: Vec<Step>,
    /// Bytes staged since the steps were forgotten.
    written: usize,
    plan: Option<(usize, Fault)>,
    dead: bool,
    full: bool,
}

impl FaultyDisk {
    pub(super) fn holding(file: &[u8]) -> Self {
        let disk = Self::default();
        disk.swap(file);
        disk
    }

    /// Forgets the steps so far; the step with this index from here on fails.
    pub(super) fn fail_at(&self, index: usize, fault: Fault) {
        let mut world = self.world();
        world.steps.clear();
        world.plan = Some((index, fault));
    }

    pub(super) fn forget_steps(&self) {
        let mut world = self.world();
        world.steps.clear();
        world.written = 0;
    }

    pub(super) fn written(&self) -> usize {
        self.world().written
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        self.world().steps.clone()
    }

    pub(super) fn fill(&self) {
        self.world().full = true;
    }

    pub(super) fn make_room(&self) {
        self.world().full = false;
    }

    pub(super) fn file(&self) -> Option<Vec<u8>> {
        self.world().live.clone()
    }

    /// Somebody else writes the file.
    pub(super) fn swap(&self, file: &[u8]) {
        let mut world = self.world();
        world.live = Some(file.to_vec());
        world.durable = Some(file.to_vec());
    }

    pub(super) fn temp(&self) -> Option<Vec<u8>> {
        self.world().temp.clone()
    }

    pub(super) fn leave_temp(&self, bytes: &[u8]) {
        self.world().temp = Some(bytes.to_vec());
    }

    /// The file as a restarted process and as a restarted phone may find it.
    pub(super) fn futures(&self) -> Vec<Option<Vec<u8>>> {
        let world = self.world();
        let mut futures = vec![world.live.clone()];
        if world.durable != world.live {
            futures.push(world.durable.clone());
        }
        futures
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    fn step<T>(&self, step: Step, effect: impl FnOnce(&mut World) -> io::Result<T>) -> io::Result<T> {
        let mut world = self.world();
        if world.dead {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let index = world.steps.len();
        world.steps.push(step);
        let fault = world.plan.filter(|(at, _)| *at == index).map(|(_, fault)| fault);
        let torn = matches!(fault, Some(Fault::Refuses | Fault::DiesBefore));
        if torn && step == Step::Stage {
            world.temp = Some(vec![0xAA; 1000]);
        }
        let result = if torn { None } else { Some(effect(&mut world)) };
        world.dead = matches!(fault, Some(Fault::DiesBefore | Fault::DiesAfter));
        match (fault, result) {
            (None, Some(result)) => result,
            _ => Err(io::ErrorKind::Other.into()),
        }
    }
}

impl Disk for FaultyDisk {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        self.step(Step::Read, |world| {
            let file = world.live.as_ref().ok_or(io::ErrorKind::NotFound)?;
            let length = file.len().min(into.len());
            into[..length].copy_from_slice(&file[..length]);
            Ok(file.len() as u64)
        })
    }

    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.step(Step::Stage, |world| {
            if world.full {
                world.temp = Some(bytes[..4096].to_vec());
                return Err(io::ErrorKind::StorageFull.into());
            }
            world.written += bytes.len();
            world.temp = Some(bytes.to_vec());
            Ok(())
        })
    }

    fn rename(&mut self) -> io::Result<()> {
        self.step(Step::Rename, |world| {
            world.live = Some(world.temp.take().ok_or(io::ErrorKind::NotFound)?);
            Ok(())
        })
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        self.step(Step::SyncDir, |world| {
            world.durable = world.live.clone();
            Ok(())
        })
    }

    fn remove(&mut self) -> io::Result<()> {
        self.step(Step::Remove, |world| {
            world.live = None;
            Ok(())
        })
    }

    fn remove_temp(&mut self) -> io::Result<()> {
        self.step(Step::RemoveTemp, |world| {
            world.temp = None;
            Ok(())
        })
    }
}
