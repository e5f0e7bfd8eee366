// As CameraX.kt.
package androidx.lifecycle

abstract class Lifecycle {
    enum class State { DESTROYED, INITIALIZED, CREATED, STARTED, RESUMED }
}

interface LifecycleOwner {
    val lifecycle: Lifecycle
}

class LifecycleRegistry(owner: LifecycleOwner) : Lifecycle() {
    var currentState = State.INITIALIZED
}

fun interface Observer<T> {
    fun onChanged(value: T)
}

open class LiveData<T>(open val value: T?) {
    private val observers = ArrayList<Observer<in T>>()

    fun observe(owner: LifecycleOwner, observer: Observer<in T>) {
        observers.add(observer)
    }

    fun tell(value: T) = observers.forEach { it.onChanged(value) }
}
