"""Write a graph as a reading list that avgraph reads back to the same graph."""
